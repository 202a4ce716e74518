package dev.onsale.record;

import java.util.List;
import java.util.Map;

/**
 * What a microbenchmark came to.
 *
 * @param benchmark its class and method
 * @param parameters by name
 * @param unit of the samples, such as {@code ops/s} or {@code ns/op}
 * @param samples one an iteration, of all forks; at least one
 */
public record Score(String benchmark, Map<String, String> parameters, int threads, String unit, List<Double> samples) {
    public Score {
        parameters = Map.copyOf(parameters);
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("must have samples: benchmark=" + benchmark);
        }
    }
}
