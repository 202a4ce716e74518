package dev.onsale.xmlrpc;

import dev.onsale.core.Purchase;
import java.util.ArrayList;
import java.util.List;

/**
 * A request that has been read.
 *
 * @param parts what to answer, in order
 * @param multi whether it was a {@code system.multicall}; otherwise there is one part
 */
public record Call(List<Part> parts, boolean multi) {
    static Call single(Part part) {
        return new Call(List.of(part), false);
    }

    /** What the service has to decide, in order. */
    public List<Purchase> purchases() {
        if (!multi) {
            return parts.get(0) instanceof Part.Buy buy ? List.of(buy.purchase()) : List.of();
        }
        List<Purchase> purchases = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if (part instanceof Part.Buy buy) {
                purchases.add(buy.purchase());
            }
        }
        return purchases;
    }
}
