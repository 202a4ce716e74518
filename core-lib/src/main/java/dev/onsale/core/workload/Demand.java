package dev.onsale.core.workload;

/**
 * What a correct sale makes of a workload, in whatever order its requests arrive.
 *
 * @param requests distinct request ids: what remains when retries are taken out
 * @param sold tickets, or distinct seats within the capacity: what must be sold, no more and no less
 * @param rejected requests that must go without, as the tickets or their seats are sold
 * @param noSuchSeat requests for seats outside 1..capacity
 */
public record Demand(int requests, int sold, int rejected, int noSuchSeat) {}
