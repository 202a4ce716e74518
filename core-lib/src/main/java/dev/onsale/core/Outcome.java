package dev.onsale.core;

import java.util.function.Function;

/** What became of an attempt to buy. An outcome never lies: what is not known is {@link Unknown}, never {@link Rejected}. */
public sealed interface Outcome {
    /**
     * The buyer has a ticket.
     *
     * @param ticket its number in 1..capacity: the seat, or in an unnumbered sale the number that the strategy gave out
     */
    record Sold(int ticket) implements Outcome {}

    /** The buyer gets nothing, now or later. */
    enum Rejected implements Outcome {
        SOLD_OUT,
        SEAT_TAKEN
    }

    /** Provably not decided: refused before any write. */
    enum NotExecuted implements Outcome {
        /** The purchase is not one that this sale understands. */
        MALFORMED,
        /** The seat is outside 1..capacity. */
        NO_SUCH_SEAT,
        /** The request id was used before, for another client or seat. */
        KEY_REUSED,
        /** A bounded queue, window or lock had no room; worth another try. */
        BUSY,
        /** The store holds no such sale. */
        NO_SALE,
        /** Nobody could be reached, or whoever was is leaving. */
        UNAVAILABLE
    }

    /** Sent and not answered: the ticket may have been sold, or not. */
    record Unknown(String cause) implements Outcome {}

    /** Calls the function for what this is, and returns its result. */
    default <T> T fold(
            Function<? super Sold, ? extends T> sold,
            Function<? super Rejected, ? extends T> rejected,
            Function<? super NotExecuted, ? extends T> notExecuted,
            Function<? super Unknown, ? extends T> unknown) {
        if (this instanceof Sold s) {
            return sold.apply(s);
        }
        if (this instanceof Rejected r) {
            return rejected.apply(r);
        }
        if (this instanceof NotExecuted n) {
            return notExecuted.apply(n);
        }
        return unknown.apply((Unknown) this);
    }
}
