package dev.onsale.record;

/** What a trial's history proves about its answers, from best to worst: the worst of several wins. */
public enum Verdict {
    /** Everything that was declared has been shown. */
    VALID,
    /** Neither shown nor refuted; also the verdict of a trial that could not run. */
    UNKNOWN,
    /** Refuted: at least one request proves a violation. */
    INVALID;

    /** The worse of the two. */
    public Verdict worst(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
