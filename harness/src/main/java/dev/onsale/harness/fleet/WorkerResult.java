package dev.onsale.harness.fleet;

import java.util.Map;

/** What became of a worker by the end of its sale. */
public sealed interface WorkerResult {
    /**
     * It finished what it took, and left the sale.
     *
     * @param counters what it did, by name
     */
    record Closed(Map<String, Long> counters) implements WorkerResult {
        public Closed {
            counters = Map.copyOf(counters);
        }
    }

    /** It ended, or did not answer: what it did is not known. */
    record Lost(String why) implements WorkerResult {}
}
