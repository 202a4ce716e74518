package dev.onsale.charts;

import dev.onsale.core.history.Checker;
import dev.onsale.core.history.Evidence;
import dev.onsale.record.Bound;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.TrialResult.Measured;
import dev.onsale.record.TrialRow;
import dev.onsale.record.TrialSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Draws every plot of a made-up run with a racy strategy beside the sound ones, to be looked at. Takes the directory for the run. */
final class Gallery {
    private final Map<String, Evidence> evidence = new HashMap<>();

    private Gallery() {}

    public static void main(String... arguments) throws IOException {
        RunDirectory run = new Gallery().run().write(Path.of(arguments[0]));
        Charts.draw(run).forEach(System.out::println);
    }

    private SyntheticRun run() {
        return new SyntheticRun()
                .strategies("atomic-long", "lock", "lua", "racy")
                .bounds(
                        new Bound("in-process", "ceiling", "lua's script, 128 decisions a call (in-process)", 80_000),
                        new Bound("direct", "ceiling", "static HTTP (direct)", 70_670),
                        new Bound("direct", "floor", "lua as one writes it in an afternoon, unbatched", 1_945),
                        new Bound("indirect", "ceiling", "AMQP one way (indirect)", 23_706),
                        new Bound("indirect", "floor", "lua as one writes it in an afternoon, unbatched", 3_454))
                .histories(setup -> Optional.of(evidence(setup)))
                .change(row -> {
                    var report = Checker.check(evidence(row.setup()));
                    Measured measured = row.measured().orElseThrow();
                    return new TrialRow(
                            row.setup(),
                            new Measured(
                                    measured.figures(),
                                    report.verdict(),
                                    report.observed().name(),
                                    report.summary()));
                });
    }

    private Evidence evidence(TrialSetup setup) {
        return evidence.computeIfAbsent(setup.trial(), trial -> {
            boolean racy = setup.strategy().equals("racy");
            return setup.model().equals("numbered")
                    ? SyntheticSale.hotspot(20_000, 30_000, setup.workers(), racy, trial.hashCode())
                    : SyntheticSale.unnumbered(20_000, setup.workers(), racy, trial.hashCode());
        });
    }
}
