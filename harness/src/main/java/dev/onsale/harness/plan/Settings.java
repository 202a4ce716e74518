package dev.onsale.harness.plan;

import java.time.Duration;

/**
 * What is the same in all trials of a run.
 *
 * @param capacity tickets; seats 1..capacity
 * @param concurrency purchases in flight, all clients together; from 1
 * @param batch purchases in one request or message; from 1, at most {@code concurrency}
 * @param balancer what stands before the workers of the direct architecture
 * @param queue the type of the queue of the indirect architecture
 * @param prefetch messages that a worker of the indirect architecture holds unanswered
 * @param deadline after which a purchase that is not answered is unknown
 * @param seed of everything that is drawn by lot
 */
public record Settings(
        int capacity,
        int concurrency,
        int batch,
        String balancer,
        String queue,
        int prefetch,
        Duration deadline,
        int repeats,
        long seed) {}
