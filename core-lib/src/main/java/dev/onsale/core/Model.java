package dev.onsale.core;

import java.util.Locale;

/** How the tickets of a sale are told apart. */
public enum Model {
    /** Identical tickets: a buyer gets any one of them. */
    UNNUMBERED,
    /** Seats 1..capacity: a buyer names the seat, and only the first buyer of a seat gets it. */
    NUMBERED;

    /** The name on the command line, in results and on charts. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
