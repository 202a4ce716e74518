package dev.onsale.core;

import java.time.Duration;

/**
 * How a client behaves, whatever its transport.
 *
 * @param deadline from handing in to the answer; what is unanswered then is {@link Outcome.Unknown}
 * @param connections to open, at the most; a transport that multiplexes may need fewer
 * @param connectsAhead whether they are opened before the first purchase, rather than when one needs them
 */
public record ClientOptions(Duration deadline, int connections, boolean connectsAhead) {
    /** Ten seconds, 128 connections. */
    public static final ClientOptions DEFAULT = new ClientOptions(Duration.ofSeconds(10), 128);

    /** Connections are opened when a purchase needs them. */
    public ClientOptions(Duration deadline, int connections) {
        this(deadline, connections, false);
    }

    public ClientOptions {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("must be positive: deadline=" + deadline);
        }
        if (connections < 1) {
            throw new IllegalArgumentException("must be >= 1: connections=" + connections);
        }
    }
}
