package dev.onsale.harness.trial;

import dev.onsale.core.history.History;
import dev.onsale.core.history.OutcomeKind;
import org.HdrHistogram.Histogram;

/**
 * What a history says about time.
 *
 * @param elapsedNanos from the first invocation to the last response
 * @param latency of each attempt that was answered, in nanoseconds; one that was given up has no latency
 */
record Summary(long elapsedNanos, Histogram latency) {
    static Summary of(History history) {
        Histogram latency = new Histogram(3);
        long last = 0;
        for (int i = 0; i < history.attempts(); i++) {
            long answered = history.answeredNanos(i);
            if (answered != History.NEVER) {
                last = Math.max(last, answered);
                if (history.kind(i) != OutcomeKind.UNKNOWN) {
                    latency.recordValue(answered - history.invokedNanos(i));
                }
            }
        }
        return new Summary(last, latency);
    }

    double elapsedSeconds() {
        return elapsedNanos / 1e9;
    }

    double latencyMillis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e6;
    }

    double maxMillis() {
        return latency.getMaxValue() / 1e6;
    }
}
