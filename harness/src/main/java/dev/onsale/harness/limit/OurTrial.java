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

/**
 * Measures Onsale by a trial like any other: judged, and recorded in the run's {@code results.csv}. How long it takes depends on how much
 * there is to sell.
 */
final class OurTrial implements Measurement {
    private final Stage stage;
    private final RunDirectory directory;
    private final List<TrialSpec> rounds;

    /** @param rounds the same trial for each round, the first first */
    OurTrial(Stage stage, RunDirectory directory, List<TrialSpec> rounds) {
        this.stage = stage;
        this.directory = directory;
        this.rounds = List.copyOf(rounds);
    }

    @Override
    public Kind kind() {
        return Kind.OURS;
    }

    @Override
    public String name() {
        TrialSpec trial = rounds.get(0);
        return trial.architecture().id() + " " + trial.strategy().id();
    }

    @Override
    public void warmUp(Duration length) throws IOException, InterruptedException {
        stage.warmUp(rounds.subList(0, 1), new Last());
    }

    @Override
    public Reading measure(int round, Duration length) throws IOException, InterruptedException {
        Last last = new Last();
        stage.run(rounds.subList(round - 1, round), directory, last);
        TrialRow row = last.rows.get(0);
        if (row.result() instanceof TrialResult.Failed failed) {
            throw new IOException("trial " + row.setup().trial() + " failed: " + failed.reason());
        }
        TrialResult.Measured measured = (TrialResult.Measured) row.result();
        return new Reading(
                round,
                kind(),
                name(),
                measured.figures().throughputOpsS(),
                measured.figures().p50Ms() * 1e3,
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
