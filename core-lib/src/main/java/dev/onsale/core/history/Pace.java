package dev.onsale.core.history;

/** Whether the times can be true: as many attempts as were under way at a time cannot together have waited longer than the whole lasted. */
final class Pace {
    /** An invocation is rounded down and a response up, each by less. */
    private static final long RESOLUTION_NANOS = 1_000;

    private Pace() {}

    static void check(Evidence evidence, Findings findings) {
        if (evidence.underWay().isEmpty()) {
            return;
        }
        History history = evidence.history();
        int most = evidence.underWay().getAsInt();
        double waited = 0;
        long elapsed = 0;
        for (int attempt = 0; attempt < history.attempts(); attempt++) {
            long answered = history.answeredNanos(attempt);
            if (answered != History.NEVER) {
                waited += answered - history.invokedNanos(attempt);
                elapsed = Math.max(elapsed, answered);
            }
        }
        double possible = (double) most * elapsed + 2.0 * RESOLUTION_NANOS * history.attempts();
        if (waited > possible) {
            findings.doubt("The attempts waited " + Words.micros((long) waited) + " in all, but " + Words.count(most)
                    + " at a time can only have waited " + Words.micros((long) possible)
                    + " in the time that the load lasted.");
        }
    }
}
