package dev.onsale.harness.limit;

import java.io.IOException;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Something that can be done for as long as one likes. Not thread-safe. */
interface Work extends AutoCloseable {
    /**
     * What was done.
     *
     * @param nanos from the first question to the last answer
     * @param latency of each operation, in nanoseconds
     */
    record Done(long nanos, Histogram latency) {
        long operations() {
            return latency.getTotalCount();
        }
    }

    /** Gets ready; this is not timed. */
    default void prepare() throws IOException {}

    /** Does it for this long, and waits for what is under way then. */
    Done run(Duration length) throws IOException, InterruptedException;

    /**
     * Cleans up; this is not timed.
     *
     * @throws IOException what was done was wrong
     */
    default void settle(Done done) throws IOException {}

    @Override
    void close() throws IOException;
}
