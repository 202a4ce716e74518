package dev.onsale.core;

/** What a sale goes through, from the best to the worst; guarantees are declared for each. */
public enum Situation {
    /** Each request is sent once, and nothing fails. */
    CALM,
    /** Requests may be sent again, and nothing fails. */
    REPEATED,
    /**
     * Answers may be lost on their way to the clients, too. The workers live, their store answers them, and the sale is over before any of
     * them can have stood still for {@link #STANDSTILL_SECONDS}.
     */
    UNANSWERED,
    /** Processes and connections may fail, or stand still; one request id may be used for two purchases. */
    FAULTS;

    /** What takes longer may be a process that stood still: shorter than any lease. */
    public static final int STANDSTILL_SECONDS = 10;

    /** The worse of the two. */
    public Situation worst(Situation other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
