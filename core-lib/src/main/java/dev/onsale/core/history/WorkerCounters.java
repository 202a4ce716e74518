package dev.onsale.core.history;

/**
 * What a worker says it did in one sale.
 *
 * @param decisions made, sold or rejected or not, replays included
 * @param replays among them: answers from memory
 */
public record WorkerCounters(long decisions, long replays) {}
