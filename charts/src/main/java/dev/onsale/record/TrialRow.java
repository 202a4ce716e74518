package dev.onsale.record;

import dev.onsale.record.TrialResult.Measured;
import java.util.Optional;

/** One row of {@code results.csv}: a trial and how it ended. */
public record TrialRow(TrialSetup setup, TrialResult result) {
    /** The result of a trial that ran; nothing for one that failed. */
    public Optional<Measured> measured() {
        return result instanceof Measured measured ? Optional.of(measured) : Optional.empty();
    }
}
