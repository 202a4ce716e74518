package dev.onsale.core;

/** What a strategy promises. Each one is a test in the strategy contract. */
public enum Guarantee {
    /** Never more sales than tickets; no ticket and no seat twice. */
    NO_OVERSELL,
    /** When demand allows, exactly as many sales as tickets. */
    EXACT,
    /** Every history could have been the work of one clerk with one queue. */
    LINEARIZABLE,
    /** Unnumbered tickets are numbered 1, 2, 3 … in the order of the sales. */
    ORDERED_NUMBERS,
    /** A retry with the same request id and payload gets the original outcome, on any worker. */
    IDEMPOTENT,
    /** A writer whose lock has passed to another cannot write. */
    FENCED,
    /** The store knows which request bought what, not only how much was sold. */
    KNOWS_OWNERS
}
