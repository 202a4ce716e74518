package dev.onsale.harness.plan;

import java.util.Locale;

/** How a purchase reaches a ticket office. */
public enum Architecture {
    /** In the clients' own process: what the transports cost is the distance to this. */
    IN_PROCESS("in-process"),
    /** XML-RPC to a single entry point, and behind it the workers. */
    DIRECT("direct"),
    /** Messages in a queue, and workers that compete for them. */
    INDIRECT("indirect");

    private final String id;

    Architecture(String id) {
        this.id = id;
    }

    /** The name on the command line, in results and on charts. */
    public String id() {
        return id;
    }

    @Override
    public String toString() {
        return id.toLowerCase(Locale.ROOT);
    }
}
