package dev.onsale.core;

import java.util.Map;

/** A ticket service in another process, and the connections to it. */
public interface TicketClient extends TicketService, AutoCloseable {
    /** What passed through, by name, as {@code mismatched_replies}; empty where the transport does not count. Any thread, any time. */
    default Map<String, Long> counters() {
        return Map.of();
    }

    /** Drops the connections; what is unanswered becomes {@link Outcome.Unknown}. Idempotent. */
    @Override
    void close();
}
