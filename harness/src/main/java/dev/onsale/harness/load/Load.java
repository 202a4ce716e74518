package dev.onsale.harness.load;

import dev.onsale.core.ClientOptions;
import java.time.Duration;

/**
 * How a workload is driven.
 *
 * @param concurrency purchases in flight, all clients together, those sent twice counted once; from 1
 * @param batch purchases in one call; from 1, at most {@code concurrency}
 * @param retries how often a purchase is sent again whose outcome is unknown; one that was refused ({@code BUSY}, {@code UNAVAILABLE}) is
 *     sent again until {@link #patience} is over, since it was not executed. 0: nothing is ever sent again
 * @param duplicates the share of the purchases that are sent twice, at the same moment; 0 to 1. If any is, some are also sent again when
 *     all is over
 * @param seed draws those that are sent twice
 * @param rate purchases a second, sent whether or not earlier ones were answered, as long as no more than {@code concurrency} are in
 *     flight; 0 for a closed loop, in which each answer sends the next. It grows from nothing during the first half second, as new
 *     connections and cold caches are not what a rate is to show
 * @param deadline after which a call that is not answered is unknown
 */
public record Load(
        int concurrency, int batch, int retries, double duplicates, long seed, double rate, Duration deadline) {
    /** The most retries of a whole workload: a system that is down is not helped by more. */
    private static final int MAX_RETRIES = 1_000_000;

    /** In seconds, until a rate is reached. */
    private static final double RISE = 0.5;

    /** A refused purchase is sent again that often for each place, at the least. */
    private static final int REFUSALS_A_PLACE = 64;

    /** With the deadline that clients have by default. */
    public Load(int concurrency, int batch, int retries, double duplicates, long seed, double rate) {
        this(concurrency, batch, retries, duplicates, seed, rate, ClientOptions.DEFAULT.deadline());
    }

    /** Each purchase once, and no retries. */
    public static Load once(int concurrency, int batch) {
        return new Load(concurrency, batch, 0, 0, 0, 0);
    }

    /** The same for a service that answers within the call: there is never more than one under way. */
    public Load oneCallAtATime() {
        return new Load(batch, batch, retries, duplicates, seed, rate, deadline);
    }

    /** How long nobody may answer before the load is given up, and how long a purchase that is refused is sent again: two deadlines. */
    public Duration patience() {
        return deadline.multipliedBy(2);
    }

    /** Calls under way, at the most. */
    public int calls() {
        return Math.max(1, concurrency / batch);
    }

    /**
     * When a purchase is due, in nanoseconds after the first.
     *
     * @throws IllegalStateException there is no rate
     */
    public long dueNanos(int purchaseIndex) {
        if (rate <= 0) {
            throw new IllegalStateException("a closed loop has no schedule");
        }
        double full = purchaseIndex / batch * batch / rate;
        return Math.round(1e9 * (full < RISE / 2 ? Math.sqrt(2 * RISE * full) : full + RISE / 2));
    }

    /** Retries in all, at the most. */
    int retryBudget(int purchases) {
        if (retries == 0) {
            return 0;
        }
        long places = Math.min(concurrency, purchases);
        return (int) Math.min((long) retries * purchases + REFUSALS_A_PLACE * places, MAX_RETRIES);
    }

    /** The most attempts that this many purchases come to. */
    public int maxAttempts(int purchases) {
        return Math.toIntExact(
                purchases + (duplicates > 0 ? (long) purchases + LateRetries.MOST : 0) + retryBudget(purchases));
    }
}
