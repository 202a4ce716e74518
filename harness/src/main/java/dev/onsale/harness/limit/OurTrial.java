package dev.onsale.harness.limit;

import dev.onsale.harness.load.LoadGenerator;
import dev.onsale.harness.plan.TrialSpec;
import dev.onsale.harness.trial.CpuMeter;
import dev.onsale.harness.trial.Stage;
import dev.onsale.harness.trial.TrialObserver;
import dev.onsale.record.Cost;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.TrialResult;
import dev.onsale.record.TrialRow;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/**
 * Measures Onsale by a trial like any other: judged, and recorded in the run's {@code results.csv}. How long it takes depends on how much
 * there is to sell.
 */
final class OurTrial implements Measurement {
    private final Stage stage;
    private final RunDirectory directory;
    private final String name;
    private final IntFunction<TrialSpec> trialOfRound;

    /** How the trial stands to the others. */
    enum Place {
        /** It is on its own. */
        ALONE,
        /** Another trial has warmed all that it meets. */
        WARM,
        /** How it is done depends on what another trial showed in the same round. */
        AFTER_OTHERS
    }

    private final Place place;
    private double opsPerSecond;

    OurTrial(Stage stage, RunDirectory directory, String name, Place place, IntFunction<TrialSpec> trialOfRound) {
        this.stage = stage;
        this.directory = directory;
        this.name = name;
        this.place = place;
        this.trialOfRound = trialOfRound;
    }

    @Override
    public Kind kind() {
        return Kind.OURS;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean needsOthers() {
        return place == Place.AFTER_OTHERS;
    }

    /** What the last round showed; before the first one, what the warm-up did, roughly. */
    double opsPerSecond() {
        return opsPerSecond;
    }

    @Override
    public void warmUp(Duration length) throws IOException, InterruptedException {
        if (place != Place.WARM) {
            long begun = System.nanoTime();
            stage.warmUp(List.of(trialOfRound.apply(1)), new Last());
            opsPerSecond = stage.warmUpPurchases() * 1e9 / (System.nanoTime() - begun);
        }
    }

    @Override
    public Reading measure(int round, Duration length) throws IOException, InterruptedException {
        Last last = new Last();
        stage.run(List.of(trialOfRound.apply(round)), directory, last);
        TrialRow row = last.rows.get(0);
        if (row.result() instanceof TrialResult.Failed failed) {
            throw new IOException("trial " + row.setup().trial() + " failed: " + failed.reason());
        }
        TrialResult.Measured measured = (TrialResult.Measured) row.result();
        opsPerSecond = measured.figures().throughputOpsS();
        return new Reading(
                round,
                kind(),
                name(),
                opsPerSecond,
                measured.figures().p50Ms() * 1e3,
                measured.figures().p99Ms() * 1e3,
                parts(measured.cost()),
                measured.verdict().name());
    }

    private static Map<CpuMeter.Part, Double> parts(Cost cost) {
        Map<CpuMeter.Part, Double> parts = new EnumMap<>(CpuMeter.Part.class);
        put(parts, CpuMeter.Part.CLIENT, cost.cpuClientUs());
        put(parts, CpuMeter.Part.BALANCER, cost.cpuBalancerUs());
        put(parts, CpuMeter.Part.WORKER, cost.cpuWorkerUs());
        put(parts, CpuMeter.Part.BROKER, cost.cpuBrokerUs());
        put(parts, CpuMeter.Part.STORE, cost.cpuStoreUs());
        return parts;
    }

    private static void put(Map<CpuMeter.Part, Double> parts, CpuMeter.Part part, OptionalDouble micros) {
        if (micros.isPresent()) {
            parts.put(part, micros.getAsDouble());
        }
    }

    @Override
    public void close() {
        // the stage is its owner's
    }

    /** Keeps the row of the trial that ends. */
    private static final class Last implements TrialObserver {
        private final List<TrialRow> rows = new ArrayList<>();

        @Override
        public void preparing(String what) {
            // nobody asks
        }

        @Override
        public void started(TrialSpec trial, int number, int of) {
            // nobody asks
        }

        @Override
        public void progress(LoadGenerator.Progress progress, long elapsedNanos) {
            // nobody asks
        }

        @Override
        public void finished(TrialRow row) {
            rows.add(row);
        }
    }
}
