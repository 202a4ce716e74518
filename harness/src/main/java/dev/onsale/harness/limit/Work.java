package dev.onsale.harness.limit;

import java.io.IOException;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Something that can be done for as long as one likes. Not thread-safe. */
interface Work extends AutoCloseable {
    /**
     * What was done.
     *
     * @param p50Micros the median time from asking to the answer
     * @param p99Micros the time that one in a hundred took longer than
     */
    record Done(long operations, double opsPerSecond, double p50Micros, double p99Micros) {
        /**
         * What was done between the first question and the last answer.
         *
         * @param latency of each operation, in nanoseconds
         */
        static Done within(long nanos, Histogram latency) {
            return new Done(
                    latency.getTotalCount(),
                    latency.getTotalCount() * 1e9 / nanos,
                    latency.getValueAtPercentile(50) / 1e3,
                    latency.getValueAtPercentile(99) / 1e3);
        }
    }

    /** How long it takes to be warm, when a measurement takes so long. */
    default Duration warmUp(Duration length) {
        return length;
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
