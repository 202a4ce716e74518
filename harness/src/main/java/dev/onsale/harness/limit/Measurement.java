package dev.onsale.harness.limit;

import java.io.IOException;
import java.time.Duration;

/** Something that each round measures once. Not thread-safe. */
interface Measurement extends AutoCloseable {
    Kind kind();

    /** Unique among those of its kind. */
    String name();

    /** Whether it takes what others measured in the same round, and so comes after them. */
    default boolean needsOthers() {
        return false;
    }

    /** Does it once for nobody, so that the first round meets compiled code. */
    void warmUp(Duration length) throws IOException, InterruptedException;

    /**
     * Measures it.
     *
     * @param round from 1
     * @param length how long it should take, about
     * @throws IOException a server failed, or what it did was wrong
     */
    Reading measure(int round, Duration length) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
