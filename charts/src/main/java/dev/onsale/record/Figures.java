package dev.onsale.record;

/**
 * What was counted and timed in a trial that ran. Latency runs from before the first byte of a purchase is sent until its answer is read.
 *
 * @param operations distinct requests
 * @param notExecuted provably not decided
 * @param unknown sent and not answered
 * @param elapsedSeconds from the first invocation to the last response of the measured phase
 * @param throughputOpsS purchases decided (sold or rejected) a second of {@code elapsedSeconds}
 */
public record Figures(
        long operations,
        long sold,
        long rejected,
        long notExecuted,
        long unknown,
        double elapsedSeconds,
        double throughputOpsS,
        double p50Ms,
        double p95Ms,
        double p99Ms,
        double p999Ms,
        double maxMs) {

    public Figures {
        notNegative("operations", operations);
        notNegative("sold", sold);
        notNegative("rejected", rejected);
        notNegative("notExecuted", notExecuted);
        notNegative("unknown", unknown);
        notNegative("elapsedSeconds", elapsedSeconds);
        notNegative("throughputOpsS", throughputOpsS);
        notNegative("p50Ms", p50Ms);
        notNegative("p95Ms", p95Ms);
        notNegative("p99Ms", p99Ms);
        notNegative("p999Ms", p999Ms);
        notNegative("maxMs", maxMs);
    }

    private static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("must be >= 0: " + name + "=" + value);
        }
    }

    private static void notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("must be finite and >= 0: " + name + "=" + value);
        }
    }
}
