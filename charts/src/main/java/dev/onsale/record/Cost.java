package dev.onsale.record;

import java.util.OptionalDouble;

/**
 * The CPU time, user and system, that one operation took in each part of the deployment, in µs: process CPU time over operations, while
 * the load lasted. Columns of {@code results.csv}; a part that the trial did not have, or that runs elsewhere, is empty.
 *
 * @param cpuClientUs the program that drives the load; in-process, all ticket offices too
 * @param cpuBalancerUs what stands before the workers of the direct architecture
 */
public record Cost(
        OptionalDouble cpuClientUs,
        OptionalDouble cpuBalancerUs,
        OptionalDouble cpuWorkerUs,
        OptionalDouble cpuBrokerUs,
        OptionalDouble cpuStoreUs) {
    /** Nothing known. */
    public static final Cost NONE = new Cost(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());
}
