package dev.onsale.core;

/** A ticket service in another process, and the connections to it. */
public interface TicketClient extends TicketService, AutoCloseable {
    /** Drops the connections; what is unanswered becomes {@link Outcome.Unknown}. Idempotent. */
    @Override
    void close();
}
