package dev.onsale.harness.limit;

import dev.onsale.core.Strategies;
import dev.onsale.core.workload.Shape;
import dev.onsale.core.workload.Workload;
import dev.onsale.core.workload.WorkloadGenerator;
import dev.onsale.harness.limit.OurTrial.Place;
import dev.onsale.harness.load.Load;
import dev.onsale.harness.plan.Architecture;
import dev.onsale.harness.plan.Request;
import dev.onsale.harness.plan.Settings;
import dev.onsale.harness.plan.TrialSpec;
import dev.onsale.harness.trial.Stage;
import dev.onsale.record.RunDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The trials of Onsale among the measurements: each with one worker. */
final class OurTrials {
    private static final long SEED = 1;
    private static final int RETRIES = 3;
    private static final int LEAST_PURCHASES = 300;
    private static final int MOST_PURCHASES = 1_000_000;
    private static final int IDLE_PURCHASES = 300;

    /** A second, for a system that has next to nothing to do. */
    private static final int IDLE_RATE = 100;

    /** A fleet is warm after a million purchases or two, of all its measurements together. */
    private static final int WARM_UP = 200_000;

    /** Enough that an open loop at half of what can be done need not wait. */
    private static final int OPEN_LOOP = 512;

    /** As many messages as PerfTest may have unconfirmed. */
    private static final int CONFIRM_WINDOW = 500;

    /** Two calls of 128 decisions under way and the next two waiting: as much as redis-benchmark has on four connections. */
    private static final int FULL_CALLS = 512;

    /** Seconds of an open loop, for each that a measurement takes: its p99 should not be that of its first moments. */
    private static final int OPEN_LOOP_LENGTH = 10;

    /** Batches of a hundred: 32 of them under way. */
    private static final int BATCH = 100;

    private static final int BATCHED = 32 * BATCH;

    /**
     * A measurement.
     *
     * @param purchases for each second that it takes, about
     */
    private record Row(
            String name, Architecture architecture, String strategy, int concurrency, int batch, int purchases) {}

    private static final List<Row> ROWS = List.of(
            new Row("in-process lua", Architecture.IN_PROCESS, "lua", FULL_CALLS, 1, 200_000),
            new Row("direct lua", Architecture.DIRECT, "lua", 128, 1, 60_000),
            new Row("indirect lua", Architecture.INDIRECT, "lua", CONFIRM_WINDOW, 1, 60_000),
            new Row("direct lua 64", Architecture.DIRECT, "lua", 64, 1, 20_000),
            new Row("direct atomic-long 64", Architecture.DIRECT, "atomic-long", 64, 1, 20_000),
            new Row("direct lock 64", Architecture.DIRECT, "lock", 64, 1, 10_000),
            new Row("direct lua x100", Architecture.DIRECT, "lua", BATCHED, BATCH, 60_000),
            new Row("indirect lua x100", Architecture.INDIRECT, "lua", BATCHED, BATCH, 60_000));

    private final int rounds;
    private final Duration length;

    OurTrials(int rounds, Duration length) {
        this.rounds = rounds;
        this.length = length;
    }

    /** What they need, so that a stage can be set up for them. */
    Request request() {
        Settings settings = new Settings(
                capacity(purchases(60_000)),
                new Load(OPEN_LOOP, 1, RETRIES, 0, SEED, 0),
                "own",
                "classic",
                500,
                Duration.ofSeconds(10),
                purchases(WARM_UP),
                rounds,
                SEED);
        return new Request(
                List.of(Architecture.values()),
                Stream.of("atomic-long", "lock", "lua").map(Strategies::named).toList(),
                List.of(1),
                ROWS.stream()
                        .map(row -> purchases(row.purchases()))
                        .distinct()
                        .map(OurTrials::workload)
                        .toList(),
                List.of(0.0),
                settings);
    }

    /**
     * The measurements; those that need others come last.
     *
     * @param stage of {@link #request}
     */
    List<Measurement> all(Stage stage, RunDirectory directory) {
        List<Measurement> all = new ArrayList<>();
        List<Measurement> last = new ArrayList<>();
        for (Row row : ROWS) {
            Workload workload = workload(purchases(row.purchases()));
            Load load = new Load(row.concurrency(), row.batch(), RETRIES, 0, SEED, 0);
            OurTrial trial = new OurTrial(
                    stage,
                    directory,
                    row.name(),
                    Place.ALONE,
                    round -> trial(row.name(), row.architecture(), row.strategy(), round, workload, load));
            all.add(trial);
            if (row.name().equals("direct lua") || row.name().equals("indirect lua")) {
                all.add(quiet(stage, directory, row, "idle", new Load(OPEN_LOOP, 1, RETRIES, 0, SEED, IDLE_RATE)));
                all.add(quiet(stage, directory, row, "one at a time", new Load(1, 1, RETRIES, 0, SEED, 0)));
                last.add(half(stage, directory, row, trial));
            }
        }
        all.addAll(last);
        return all;
    }

    /** A few purchases, each of which finds nothing else going on. */
    private OurTrial quiet(Stage stage, RunDirectory directory, Row row, String how, Load load) {
        String name = row.name() + ' ' + how;
        Workload workload = workload(IDLE_PURCHASES);
        return new OurTrial(
                stage,
                directory,
                name,
                Place.WARM,
                round -> trial(name, row.architecture(), row.strategy(), round, workload, load));
    }

    /** Purchases on schedule, half as many as it managed in the same round. */
    private OurTrial half(Stage stage, RunDirectory directory, Row row, OurTrial capacity) {
        String name = row.name() + " half";
        return new OurTrial(stage, directory, name, Place.AFTER_OTHERS, round -> {
            int rate = (int) Math.max(1, capacity.opsPerSecond() / 2);
            Load load = new Load(OPEN_LOOP, 1, RETRIES, 0, SEED, rate);
            return trial(
                    name,
                    row.architecture(),
                    row.strategy(),
                    round,
                    workload(purchases(OPEN_LOOP_LENGTH * rate)),
                    load);
        });
    }

    private static TrialSpec trial(
            String name, Architecture architecture, String strategy, int round, Workload workload, Load load) {
        return new TrialSpec(
                name.replace(' ', '-') + "-r" + round,
                architecture,
                Strategies.named(strategy),
                1,
                round,
                workload,
                0,
                capacity(workload.purchases().size()),
                load);
    }

    private int purchases(int aSecond) {
        long wanted = length.toMillis() * aSecond / 1_000;
        return (int) Math.max(LEAST_PURCHASES, Math.min(MOST_PURCHASES, wanted));
    }

    private static int capacity(int purchases) {
        return purchases * 2 / 3;
    }

    private static Workload workload(int purchases) {
        return new WorkloadGenerator(Shape.OVERSUBSCRIBED, purchases, capacity(purchases), SEED).generate();
    }
}
