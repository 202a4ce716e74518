package dev.onsale.harness.limit;

import java.util.Locale;

/** What a measurement is of. */
public enum Kind {
    /** A part on its own, with no work to do: whoever builds on it is slower. */
    CEILING,
    /** The system that anyone writes in an afternoon. */
    FLOOR,
    /** Onsale. */
    OURS,
    /** What another program measures, of a part or of Onsale. */
    TOOL;

    /** The name in the record and on the terminal. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
