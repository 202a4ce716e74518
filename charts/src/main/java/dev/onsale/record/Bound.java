package dev.onsale.record;

/**
 * What the throughput of an architecture can be set against, as it was measured on the same machine.
 *
 * @param kind {@code ceiling} or {@code floor}
 * @param what was measured, in a few words
 */
public record Bound(String architecture, String kind, String what, double opsPerSecond) {}
