package dev.onsale.core;

/**
 * What an inventory says of one purchase.
 *
 * @param replayed whether the outcome is the stored one of an earlier attempt with the same request id
 */
public record Decision(Outcome outcome, boolean replayed) {
    /** A decision made now. */
    public static Decision now(Outcome outcome) {
        return new Decision(outcome, false);
    }

    /** The outcome of an earlier attempt, given again. */
    public static Decision replay(Outcome outcome) {
        return new Decision(outcome, true);
    }
}
