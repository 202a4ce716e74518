package dev.onsale.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.Verdict;
import dev.onsale.record.Bound;
import dev.onsale.record.Cost;
import dev.onsale.record.Figures;
import dev.onsale.record.Further;
import dev.onsale.record.MachineInfo;
import dev.onsale.record.Proof;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.RunInfo;
import dev.onsale.record.RunInfo.Backend;
import dev.onsale.record.RunInfo.Jvm;
import dev.onsale.record.TrialResult;
import dev.onsale.record.TrialResult.Failed;
import dev.onsale.record.TrialResult.Measured;
import dev.onsale.record.TrialRow;
import dev.onsale.record.TrialSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;

/** A run directory such as a matrix leaves, with figures that are made up, from a seed. */
final class SyntheticRun {
    private static final Cost COST = new Cost(
            OptionalDouble.of(25),
            OptionalDouble.empty(),
            OptionalDouble.of(40.25),
            OptionalDouble.empty(),
            OptionalDouble.of(3));

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final int LATENCIES = 30_000;

    private final Random random = new Random(20_000);
    private List<String> architectures = List.of("in-process", "direct", "indirect");
    private List<String> models = List.of("unnumbered", "numbered");
    private List<String> strategies = List.of("atomic-long", "lock", "lua");
    private List<Integer> workers = List.of(1, 2, 4);
    private List<String> queues = List.of("classic");
    private int repeats = 1;
    private List<Bound> bounds = List.of();
    private UnaryOperator<TrialRow> change = row -> row;
    private Function<TrialSetup, Optional<Evidence>> histories = setup -> Optional.empty();

    SyntheticRun architectures(String... only) {
        architectures = List.of(only);
        return this;
    }

    SyntheticRun models(String... only) {
        models = List.of(only);
        return this;
    }

    SyntheticRun strategies(String... only) {
        strategies = List.of(only);
        return this;
    }

    SyntheticRun workers(Integer... only) {
        workers = List.of(only);
        return this;
    }

    SyntheticRun queues(String... only) {
        queues = List.of(only);
        return this;
    }

    SyntheticRun repeats(int count) {
        repeats = count;
        return this;
    }

    /** Has the last word on each row. */
    SyntheticRun change(UnaryOperator<TrialRow> operator) {
        change = operator;
        return this;
    }

    /** What is on record of each trial; without this nothing. */
    SyntheticRun histories(Function<TrialSetup, Optional<Evidence>> recorded) {
        histories = recorded;
        return this;
    }

    /** The row with another verdict, and some purchases with another outcome. */
    static TrialRow judged(TrialRow row, Verdict verdict, long more, long unknown) {
        Measured measured = row.measured().orElseThrow();
        Figures f = measured.figures();
        Figures changed = new Figures(
                f.operations(),
                f.sold() + more,
                f.rejected() - more - unknown,
                f.notExecuted(),
                unknown,
                f.elapsedSeconds(),
                f.throughputOpsS(),
                f.p50Ms(),
                f.p95Ms(),
                f.p99Ms(),
                f.p999Ms(),
                f.maxMs());
        return new TrialRow(row.setup(), new Measured(changed, verdict, "", "ticket 17 was sold twice"));
    }

    /** The row of a trial that ended at its second purchase, since both were sold the same. */
    static TrialRow stopped(TrialRow row) {
        Figures figures = new Figures(2, 2, 0, 0, 0, 1, 2, 1, 1, 1, 1, 1);
        return new TrialRow(row.setup(), new Measured(figures, Verdict.INVALID, "", "seat 1 was sold twice"));
    }

    /** The row with another throughput. */
    static TrialRow at(TrialRow row, double throughput) {
        Measured measured = row.measured().orElseThrow();
        Figures f = measured.figures();
        Figures changed = new Figures(
                f.operations(),
                f.sold(),
                f.rejected(),
                f.notExecuted(),
                f.unknown(),
                f.operations() / throughput,
                throughput,
                f.p50Ms(),
                f.p95Ms(),
                f.p99Ms(),
                f.p999Ms(),
                f.maxMs());
        return new TrialRow(row.setup(), new Measured(changed, measured.verdict(), "", ""));
    }

    static TrialRow failed(TrialRow row, String reason) {
        return new TrialRow(row.setup(), new Failed(reason));
    }

    /** What the throughput can be set against. */
    SyntheticRun bounds(Bound... some) {
        bounds = List.of(some);
        return this;
    }

    /** The run on disk. */
    RunDirectory write(Path runs) throws IOException {
        RunDirectory run = RunDirectory.create(runs, "synthetic", Clock.fixed(NOON, ZoneOffset.UTC), warning -> {});
        run.write(info());
        if (!bounds.isEmpty()) {
            run.writeBounds(bounds);
        }
        for (Map.Entry<TrialRow, Histogram> trial : trials().entrySet()) {
            TrialRow row = trial.getKey();
            if (row.measured().isPresent()) {
                run.writeLatency(row.setup().trial(), trial.getValue());
                Optional<Evidence> evidence = histories.apply(row.setup());
                if (evidence.isPresent()) {
                    run.writeHistory(row.setup().trial(), evidence.get());
                }
            }
            run.append(row);
        }
        return run;
    }

    /** The run as the plots see it. */
    RunData data() throws IOException {
        Map<TrialRow, Histogram> trials = trials();
        Map<String, Histogram> latencies = new HashMap<>();
        trials.forEach((row, histogram) -> latencies.put(row.setup().trial(), histogram));
        Map<String, TrialSetup> setups = new HashMap<>();
        trials.keySet().forEach(row -> setups.put(row.setup().trial(), row.setup()));
        List<RunData> parts = RunData.of(
                info(),
                List.copyOf(trials.keySet()),
                List.of(),
                bounds,
                trial -> Optional.ofNullable(latencies.get(trial)),
                trial -> Optional.ofNullable(setups.get(trial)).flatMap(histories));
        assertThat(parts).hasSize(1);
        return parts.get(0);
    }

    private Map<TrialRow, Histogram> trials() {
        Map<TrialRow, Histogram> trials = new LinkedHashMap<>();
        for (int repeat = 1; repeat <= repeats; repeat++) {
            for (String architecture : architectures) {
                for (String queue : architecture.equals("indirect") ? queues : List.of("")) {
                    for (String model : models) {
                        for (String strategy : strategies) {
                            for (int count : workers) {
                                TrialSetup setup = setup(architecture, queue, model, strategy, count, repeat);
                                Histogram latencies = latencies(setup);
                                trials.put(change.apply(new TrialRow(setup, measured(setup, latencies))), latencies);
                            }
                        }
                    }
                }
            }
        }
        return trials;
    }

    private Histogram latencies(TrialSetup setup) {
        double millis = 128_000 / throughput(setup);
        Histogram latencies = new Histogram(3);
        for (int i = 0; i < LATENCIES; i++) {
            double tail = random.nextInt(400) == 0 ? 4 + 4 * random.nextDouble() : 1;
            latencies.recordValue((long) (1e6 * millis * Math.exp(random.nextGaussian() * 0.3) * tail));
        }
        return latencies;
    }

    private TrialResult measured(TrialSetup setup, Histogram latencies) {
        long operations = setup.model().equals("numbered") ? 25_997 : 30_000;
        double throughput = throughput(setup) * (0.93 + 0.14 * random.nextDouble());
        Figures figures = new Figures(
                operations,
                20_000,
                operations - 20_000,
                0,
                0,
                operations / throughput,
                throughput,
                latencies.getValueAtPercentile(50) / 1e6,
                latencies.getValueAtPercentile(95) / 1e6,
                latencies.getValueAtPercentile(99) / 1e6,
                latencies.getValueAtPercentile(99.9) / 1e6,
                latencies.getMaxValue() / 1e6);
        return new Measured(figures, Verdict.VALID, "", "", Proof.NONE, COST);
    }

    private static double throughput(TrialSetup setup) {
        double transport = Map.of("in-process", 61_000.0, "direct", 14_500.0, "indirect", 10_800.0)
                .getOrDefault(setup.architecture(), 5_000.0);
        double strategy = Map.of("atomic-long", 1.12, "lua", 1.0, "lock", 0.17).getOrDefault(setup.strategy(), 0.5);
        double model = setup.model().equals("numbered") ? 0.86 : 1;
        double sigma = setup.strategy().equals("lock") ? 0.95 : 0.55;
        double scale = setup.workers() / (1 + sigma * (setup.workers() - 1));
        return transport * strategy * model * scale;
    }

    private static TrialSetup setup(
            String architecture, String queue, String model, String strategy, int workers, int repeat) {
        Map<String, String> varied = queue.isEmpty() || queue.equals("classic") ? Map.of() : Map.of("queue", queue);
        boolean indirect = architecture.equals("indirect");
        return new TrialSetup(
                TrialSetup.id(architecture, model, strategy, workers, varied, repeat),
                architecture,
                model,
                strategy,
                workers,
                repeat,
                architecture.equals("direct") ? "own" : "",
                queue,
                indirect ? "Qpid 10.1.0 (embedded)" : "",
                "Redis 7.0.15 (embedded)",
                "everysec",
                model.equals("numbered") ? "generated-numbered" : "generated-unnumbered",
                128,
                1,
                indirect ? OptionalInt.of(500) : OptionalInt.empty());
    }

    static RunInfo info() {
        return new RunInfo(
                "synthetic",
                "matrix",
                Map.of("workers", "1,2,4"),
                "0.1.0",
                "40a9581",
                new MachineInfo(
                        "AMD EPYC 7763 64-Core Processor", 2, 8L << 30, "Debian GNU/Linux 12, Linux 6.1.0 amd64"),
                new Jvm("OpenJDK 64-Bit Server VM", "17.0.15+6", "Debian"),
                Map.of("workload", 42L),
                List.of(),
                List.of(
                        new Backend("store", "Redis", "7.0.15", "embedded", "", ""),
                        new Backend(
                                "broker",
                                "Qpid Broker-J",
                                "10.1.0",
                                "embedded",
                                "",
                                "embedded AMQP broker, not RabbitMQ")),
                NOON,
                Optional.empty());
    }

    /** The same trial with so many milliseconds of service time. */
    static TrialRow serving(TrialRow row, double millis) {
        TrialSetup setup = row.setup();
        return new TrialRow(
                new TrialSetup(
                        setup.trial(),
                        setup.architecture(),
                        setup.model(),
                        setup.strategy(),
                        setup.workers(),
                        setup.repeat(),
                        setup.balancer(),
                        setup.queue(),
                        setup.broker(),
                        setup.store(),
                        setup.durability(),
                        setup.workload(),
                        setup.concurrency(),
                        setup.batch(),
                        setup.prefetch(),
                        new Further(
                                OptionalDouble.of(millis),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                OptionalInt.empty())),
                row.result());
    }
}
