package dev.onsale.harness.limit;

import dev.onsale.harness.plan.Request;
import dev.onsale.harness.process.Processes;
import dev.onsale.harness.trial.Stage;
import dev.onsale.record.RunDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The measurements, and the rounds of them: each round holds every measurement once, in an {@link Order} by lot in which what is compared
 * stands together.
 */
public final class Limits {
    private static final long SEED = 1;

    private final int rounds;
    private final Duration length;
    private final Tools tools;
    private final OurTrials trials;

    /**
     * @param rounds from 1
     * @param length of each measurement, about
     */
    public Limits(int rounds, Duration length, Tools tools) {
        this.rounds = rounds;
        this.length = length;
        this.tools = tools;
        this.trials = new OurTrials(rounds, length);
    }

    /** The trials of Onsale among the measurements: their stage is the one to measure on. */
    public Request request() {
        return trials.request();
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
    public LimitsReport run(Stage stage, Processes processes, RunDirectory directory, Consumer<String> progress)
            throws IOException, InterruptedException {
        LimitsFile file = LimitsFile.create(directory.path());
        List<Reading> readings = new ArrayList<>();
        List<String> leftOut = tools.leftOut(RedisAddress.of(stage.address("store")));
        leftOut.forEach(progress);
        try (Parts parts = Parts.open(stage, processes, tools)) {
            List<Measurement> measurements = new ArrayList<>(parts.all());
            measurements.addAll(trials.all(stage, directory));
            for (Measurement measurement : measurements) {
                progress.accept("warming up " + measurement.kind().id() + " " + measurement.name());
                measurement.warmUp(length);
            }
            Order order = new Order(measurements, Targets.compared(), SEED);
            for (int round = 1; round <= rounds; round++) {
                for (Measurement measurement : order.of(round)) {
                    progress.accept("round " + round + "/" + rounds + ": "
                            + measurement.kind().id() + " " + measurement.name());
                    Reading reading = measurement.measure(round, length);
                    file.append(reading);
                    readings.add(reading);
                }
            }
        }
        return new LimitsReport(readings, leftOut);
    }
}
