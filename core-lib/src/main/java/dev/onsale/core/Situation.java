package dev.onsale.core;

/** What a sale goes through; guarantees are declared for each. */
public enum Situation {
    /** Each request is sent once, and nothing fails. */
    CALM,
    /** Requests may be sent again, and processes and connections may fail. */
    FAULTS
}
