package dev.onsale.harness.trial;

import dev.onsale.core.history.History;
import dev.onsale.core.history.OutcomeKind;
import dev.onsale.harness.load.Load;
import java.util.BitSet;
import org.HdrHistogram.Histogram;

/**
 * What a history says about time.
 *
 * @param elapsedNanos from the first invocation to the last response
 * @param latency of each attempt that was answered, in nanoseconds; one that was given up has no latency
 */
record Summary(long elapsedNanos, Histogram latency) {
    /**
     * @param load how it was driven: with a rate, the latency of a purchase begins when it was due
     * @param lateNanos from the origin of the schedule to the first invocation, which is the origin of the history
     */
    static Summary of(History history, Load load, long lateNanos) {
        Histogram latency = new Histogram(3);
        BitSet sent = new BitSet();
        long last = 0;
        for (int i = 0; i < history.attempts(); i++) {
            long answered = history.answeredNanos(i);
            if (answered != History.NEVER) {
                last = Math.max(last, answered);
                if (history.kind(i) != OutcomeKind.UNKNOWN) {
                    latency.recordValue(answered - begin(history, i, load, lateNanos, sent));
                }
            }
            sent.set(history.purchaseIndex(i));
        }
        return new Summary(last, latency);
    }

    /** A retry begins when it is sent. */
    private static long begin(History history, int attempt, Load load, long lateNanos, BitSet sent) {
        int purchase = history.purchaseIndex(attempt);
        long invoked = history.invokedNanos(attempt);
        return load.rate() > 0 && !sent.get(purchase)
                ? Math.min(invoked, load.dueNanos(purchase) - lateNanos)
                : invoked;
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
