package dev.onsale.harness.limit;

import dev.onsale.harness.trial.CpuMeter;
import java.util.Map;

/**
 * What one measurement showed in one round.
 *
 * @param round from 1
 * @param p50Micros the median time from asking to the answer; of a burst where several are asked at once
 * @param p99Micros the time that one in a hundred took longer than
 * @param cpuMicros the CPU time an operation takes, by the parts that this program started
 * @param verdict of the checker, where there is something to judge; else empty
 */
public record Reading(
        int round,
        Kind kind,
        String name,
        double opsPerSecond,
        double p50Micros,
        double p99Micros,
        Map<CpuMeter.Part, Double> cpuMicros,
        String verdict) {
    /** The CPU time of all parts together; 0 where none is a process of its own, as where this program answers. */
    public double totalCpuMicros() {
        return cpuMicros.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
