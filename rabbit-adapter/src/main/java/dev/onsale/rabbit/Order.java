package dev.onsale.rabbit;

import dev.onsale.core.Purchase;
import java.util.List;

/**
 * What the body of a message asks for: its lines, those that can be understood and those that cannot.
 *
 * @param purchases in the order of their lines
 * @param refused in the order of their lines
 */
public record Order(List<Purchase> purchases, List<Refused> refused) {
    /** The request in the answer to a line that names none. */
    static final String NO_REQUEST = "-";

    /**
     * A line that is no purchase.
     *
     * @param index among all lines of the order, from 0
     * @param request its request id, or {@value #NO_REQUEST}
     * @param why for whoever looks into the dead-letter queue
     */
    public record Refused(int index, String request, String why) {}

    /** A body of which nothing can be understood, or may be. */
    static Order refusal(String why) {
        return new Order(List.of(), List.of(new Refused(0, NO_REQUEST, why)));
    }

    /** Lines in the order, and in its answer. */
    int size() {
        return purchases.size() + refused.size();
    }
}
