package dev.onsale.harness.backend;

import java.io.IOException;
import java.time.Duration;

/** Waiting for a server that tells nobody when it is ready: by asking again and again. */
final class Probing {
    private static final Duration BETWEEN = Duration.ofMillis(10);

    private final String server;
    private final long deadlineNanos;

    /** @param server its name, for the message when this thread is interrupted */
    Probing(String server, Duration timeout) {
        this.server = server;
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /** Waits a little; false when the time is over. */
    boolean again() throws IOException {
        try {
            Thread.sleep(BETWEEN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + server + " was starting", e);
        }
        return System.nanoTime() < deadlineNanos;
    }
}
