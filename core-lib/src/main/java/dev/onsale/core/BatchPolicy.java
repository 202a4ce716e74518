package dev.onsale.core;

/**
 * How an inventory wants to be fed.
 *
 * @param maxBatch purchases in one call, at the most; from 1
 * @param maxInFlight calls under way at a time, at the most, all but one of them full; from 1
 */
public record BatchPolicy(int maxBatch, int maxInFlight) {
    public BatchPolicy {
        if (maxBatch < 1) {
            throw new IllegalArgumentException("must be >= 1: maxBatch=" + maxBatch);
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("must be >= 1: maxInFlight=" + maxInFlight);
        }
    }
}
