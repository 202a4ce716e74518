package dev.onsale.harness.plan;

import dev.onsale.harness.load.Load;
import java.time.Duration;

/**
 * What is the same in all trials of a matrix.
 *
 * @param capacity tickets; seats 1..capacity
 * @param load how clients send their purchases
 * @param balancer what stands before the workers of the direct architecture: one that the transport knows, or {@code none}
 * @param queue the type of the queue of the indirect architecture
 * @param prefetch messages that a worker of the indirect architecture holds unanswered
 * @param deadline after which a purchase that is not answered is unknown
 * @param warmUp purchases sold to nobody before the first trial, for each combination of architecture, model and strategy
 * @param seed of everything that is drawn by lot
 */
public record Settings(
        int capacity,
        Load load,
        String balancer,
        String queue,
        int prefetch,
        Duration deadline,
        int warmUp,
        int repeats,
        long seed) {}
