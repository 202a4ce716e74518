package dev.onsale.harness.limit;

import dev.onsale.core.Strategies;
import dev.onsale.core.workload.Shape;
import dev.onsale.core.workload.WorkloadGenerator;
import dev.onsale.harness.load.Load;
import dev.onsale.harness.plan.Architecture;
import dev.onsale.harness.plan.Request;
import dev.onsale.harness.plan.Settings;
import dev.onsale.harness.plan.TrialSpec;
import dev.onsale.harness.process.Processes;
import dev.onsale.harness.trial.CpuMeter;
import dev.onsale.harness.trial.Stage;
import dev.onsale.record.RunDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The measurements, and the rounds of them: each round holds every measurement once, shuffled, so that a slow minute of the machine does not
 * fall on one of them alone, and what is compared was measured within the same half minute.
 */
public final class Limits {
    /** Purchases that Onsale sells for each second that a measurement takes. */
    private static final int PURCHASES_A_SECOND = 30_000;

    private static final int LEAST_PURCHASES = 300;
    private static final long SEED = 1;

    private final int rounds;
    private final Duration length;
    private final Request request;

    /**
     * @param rounds from 1
     * @param length of each measurement, about
     */
    public Limits(int rounds, Duration length) {
        this.rounds = rounds;
        this.length = length;
        int purchases = Math.max(LEAST_PURCHASES, Math.toIntExact(length.toMillis() * PURCHASES_A_SECOND / 1_000));
        int capacity = purchases * 2 / 3;
        Settings settings = new Settings(
                capacity,
                new Load(128, 1, 3, 0, SEED, 0),
                "own",
                "classic",
                500,
                Duration.ofSeconds(10),
                12_000,
                rounds,
                SEED);
        this.request = new Request(
                List.of(Architecture.values()),
                List.of(Strategies.named("lua")),
                List.of(1),
                List.of(new WorkloadGenerator(Shape.OVERSUBSCRIBED, purchases, capacity, SEED).generate()),
                List.of(0.0),
                settings);
    }

    /** The trials of Onsale among the measurements: their stage is the one to measure on. */
    public Request request() {
        return request;
    }

    /**
     * Warms everything up, and measures round after round.
     *
     * @param stage of {@link #request}, and where the servers are
     * @param processes whose CPU time is measured
     * @param directory where the readings are written, and Onsale's trials as those of any run
     * @param progress is told what is going on
     * @throws IOException a server failed, or what it did was wrong
     */
    public List<Reading> run(Stage stage, Processes processes, RunDirectory directory, Consumer<String> progress)
            throws IOException, InterruptedException {
        LimitsFile file = LimitsFile.create(directory.path());
        List<Reading> readings = new ArrayList<>();
        try (Parts parts = Parts.open(stage, new CpuMeter(processes::cpuTimes))) {
            List<Measurement> measurements = new ArrayList<>(parts.all());
            for (Architecture architecture : Architecture.values()) {
                measurements.add(new OurTrial(stage, directory, trials(architecture)));
            }
            for (Measurement measurement : measurements) {
                progress.accept("warming up " + measurement.kind().id() + " " + measurement.name());
                measurement.warmUp(length);
            }
            for (int round = 1; round <= rounds; round++) {
                List<Measurement> order = new ArrayList<>(measurements);
                Collections.shuffle(order, new Random(SEED + round));
                for (Measurement measurement : order) {
                    progress.accept("round " + round + "/" + rounds + ": "
                            + measurement.kind().id() + " " + measurement.name());
                    Reading reading = measurement.measure(round, length);
                    file.append(reading);
                    readings.add(reading);
                }
            }
        }
        return readings;
    }

    private List<TrialSpec> trials(Architecture architecture) {
        return request.trials().stream()
                .filter(trial -> trial.architecture() == architecture)
                .toList();
    }
}
