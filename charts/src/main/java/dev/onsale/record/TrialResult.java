package dev.onsale.record;

import dev.onsale.core.history.Verdict;

/** How a trial ended: measured and judged, or not at all. */
public sealed interface TrialResult {
    /** Of a failed trial {@link Verdict#UNKNOWN}: nothing was shown. */
    Verdict verdict();

    /**
     * The trial ran. The components are columns of {@code results.csv}, after those of {@link TrialSetup} and in this order.
     *
     * @param level what the history showed, as far as it was judged; else empty
     * @param detail why the verdict is not {@code VALID}, and what else was seen; or empty
     * @param proof what the verdict rests on
     * @param cost what an operation cost
     * @param incidents what the trial went through
     */
    record Measured(
            Figures figures, Verdict verdict, String level, String detail, Proof proof, Cost cost, Incidents incidents)
            implements TrialResult {
        // A further column is a further component, here or in the proof, at the end: an Optional, so that files without
        // it stay readable.

        /** Without anything known of proof and cost. */
        public Measured(Figures figures, Verdict verdict, String level, String detail) {
            this(figures, verdict, level, detail, Proof.NONE, Cost.NONE);
        }

        /** Without anything known of incidents. */
        public Measured(Figures figures, Verdict verdict, String level, String detail, Proof proof, Cost cost) {
            this(figures, verdict, level, detail, proof, cost, Incidents.NONE);
        }
    }

    /**
     * The trial could not run. In {@code results.csv} its figures are empty, never zero, and {@code detail} has the reason.
     *
     * @param reason one sentence, for people; not empty
     */
    record Failed(String reason) implements TrialResult {
        public Failed {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("must not be blank: reason=\"" + reason + '"');
            }
        }

        @Override
        public Verdict verdict() {
            return Verdict.UNKNOWN;
        }
    }
}
