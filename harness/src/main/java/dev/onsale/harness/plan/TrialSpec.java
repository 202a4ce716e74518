package dev.onsale.harness.plan;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.workload.Workload;
import dev.onsale.harness.load.Load;

/**
 * One cell of a matrix, once.
 *
 * @param id unique within its run, and the same when the run is resumed
 * @param workers ticket offices: worker processes, or in-process offices; from 1
 * @param repeat from 1
 * @param serviceMillis what a worker spends on each purchase beside deciding it
 * @param capacity tickets; seats 1..capacity
 * @param load how clients send their purchases
 */
public record TrialSpec(
        String id,
        Architecture architecture,
        ConsistencyStrategy strategy,
        int workers,
        int repeat,
        Workload workload,
        double serviceMillis,
        int capacity,
        Load load) {}
