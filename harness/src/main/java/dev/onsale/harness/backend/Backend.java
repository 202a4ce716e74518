package dev.onsale.harness.backend;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** A server that a run uses: the store or the broker. Thread-safe. */
public interface Backend extends AutoCloseable {
    /** Where a server comes from. */
    enum Origin {
        /** Carried by this program, which started it. */
        EMBEDDED,
        /** Installed on this machine; this program started a node of its own. */
        PRIVATE,
        /** Somebody else's, given by address. */
        GIVEN
    }

    /** The product: {@code Redis}, {@code RabbitMQ}, {@code Qpid Broker-J}. */
    String product();

    /** The product's version. */
    String version();

    Origin origin();

    /** Where clients reach it. Of a given server this may hold a password: not for messages, {@link #label} is. */
    URI uri();

    /** What it is, in words for people and results; never with credentials. */
    String label();

    /** The hold over a server that this program started; empty for a given one. */
    Optional<ServerControl> control();

    /**
     * Starts a server of ours again that has ended, on the same address and directory, and returns when it is ready. Leaves one that runs,
     * and a given one, alone.
     *
     * @throws IOException it did not start
     */
    void ensureRunning() throws IOException;

    /** Stops a server that this program started; leaves a given one alone. Idempotent. */
    @Override
    void close() throws IOException;
}
