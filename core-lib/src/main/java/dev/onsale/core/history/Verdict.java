package dev.onsale.core.history;

/** What a check ended with, from the best to the worst; of several the worst wins. */
public enum Verdict {
    /** All that was declared holds, provably. */
    VALID,
    /** Nothing was broken provably, but not everything could be decided, or not everything was done. */
    UNKNOWN,
    /** Less was observed than declared, provably. */
    INVALID;

    /** The worse of the two. */
    public Verdict worst(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
