package dev.onsale.core;

import java.time.Duration;

/**
 * How a client behaves, whatever its transport.
 *
 * @param deadline from handing in to the answer; what is unanswered then is {@link Outcome.Unknown}
 * @param connections to open, at the most; a transport that multiplexes may need fewer
 */
public record ClientOptions(Duration deadline, int connections) {
    /** Ten seconds, 128 connections. */
    public static final ClientOptions DEFAULT = new ClientOptions(Duration.ofSeconds(10), 128);

    public ClientOptions {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("must be positive: deadline=" + deadline);
        }
        if (connections < 1) {
            throw new IllegalArgumentException("must be >= 1: connections=" + connections);
        }
    }
}
