package dev.onsale.harness.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Strategies;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.workload.Shape;
import dev.onsale.core.workload.WorkloadGenerator;
import dev.onsale.harness.External;
import dev.onsale.harness.Needs;
import dev.onsale.harness.Servers;
import dev.onsale.harness.backend.Backend;
import dev.onsale.harness.backend.Durability;
import dev.onsale.harness.backend.RedisBackend;
import dev.onsale.harness.load.Load;
import dev.onsale.harness.load.LoadGenerator;
import dev.onsale.harness.plan.Architecture;
import dev.onsale.harness.plan.Request;
import dev.onsale.harness.plan.Settings;
import dev.onsale.harness.plan.TrialSpec;
import dev.onsale.harness.process.JavaProgram;
import dev.onsale.harness.process.Processes;
import dev.onsale.harness.process.Victims;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.TrialResult;
import dev.onsale.record.TrialRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is killed costs at the most its own trial, and of that one neither the history nor the verdict. */
@Timeout(240)
final class SurvivalIT {
    private static final int CAPACITY = 1_500;
    private static final int PURCHASES = 2_000;
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    @TempDir
    private Path runs;

    @Test
    void aWorkerKilledInMidTrialCostsNeitherHistoryNorVerdictNorTheNextTrial() throws Exception {
        try (Run run = new Run(runs, "own", "embedded", Architecture.DIRECT, Architecture.INDIRECT)) {
            for (Architecture architecture : List.of(Architecture.DIRECT, Architecture.INDIRECT)) {
                Evidence evidence = run.evidence(architecture, once(() -> Victims.kill(run.processes, "w2")));
                assertThat(evidence.workers()).as(architecture.id()).containsOnlyKeys("w1");
                assertThat(evidence.ledger()).isPresent();
                assertThat(evidence.history().attempts()).isGreaterThanOrEqualTo(PURCHASES);

                Evidence next = run.evidence(architecture, NOTHING);
                assertThat(next.workers()).as(architecture.id()).containsOnlyKeys("w1", "w2");
                assertThat(run.row(architecture).result().verdict().name()).isEqualTo("VALID");
            }
        }
    }

    @Test
    void whatIsKilledBetweenTrialsIsThereForTheNext() throws Exception {
        try (Run run = new Run(runs, "own", "embedded", Architecture.DIRECT, Architecture.INDIRECT)) {
            for (String victim : List.of("w1", "redis", "balancer", "embedded-broker")) {
                Victims.kill(run.processes, victim);
                run.mustBeValid(Architecture.DIRECT, victim);
                run.mustBeValid(Architecture.INDIRECT, victim);
            }
        }
    }

    @Test
    void aNameServerKilledBetweenTrialsIsThereForTheNext() throws Exception {
        try (Run run = new Run(runs, "name-server", "embedded", Architecture.DIRECT)) {
            Victims.kill(run.processes, "name-server");
            run.mustBeValid(Architecture.DIRECT, "name-server");
        }
    }

    @Test
    @Needs(External.NGINX)
    void anNginxKilledBetweenTrialsIsThereForTheNext() throws Exception {
        try (Run run = new Run(runs, "nginx", "embedded", Architecture.DIRECT)) {
            Victims.kill(run.processes, "nginx");
            run.mustBeValid(Architecture.DIRECT, "nginx");
        }
    }

    @Test
    @Needs(External.RABBITMQ)
    void aRabbitKilledBetweenTrialsWithItsNamesIsThereForTheNext() throws Exception {
        try (Run run = new Run(runs, "own", "auto", Architecture.INDIRECT)) {
            Victims.kill(run.processes, "rabbitmq");
            Victims.kill(run.processes, "epmd");
            run.mustBeValid(Architecture.INDIRECT, "rabbitmq");
        }
    }

    /** It refuses at once, and so thousands of times a second: that is no reason to give up, nor to take a refusal for the last word. */
    @Test
    void aStoreThatIsAwayForAMomentDoesNotEndAnIndirectTrial() throws Exception {
        try (Backend redis = RedisBackend.open("embedded", Durability.ALWAYS, Servers.processes());
                Run run = new Run(runs, redis.uri().toString(), "own", "embedded", Architecture.INDIRECT)) {
            List<CompletableFuture<Void>> back = new ArrayList<>();
            Evidence evidence = run.evidence(Architecture.INDIRECT, once(() -> {
                redis.control().orElseThrow().kill();
                back.add(CompletableFuture.runAsync(
                        () -> restart(redis), CompletableFuture.delayedExecutor(1_600, TimeUnit.MILLISECONDS)));
            }));
            back.forEach(CompletableFuture::join);
            assertThat(back).hasSize(1);
            assertThat(evidence.ledger().orElseThrow().sold()).isEqualTo(CAPACITY);
            TrialResult.Measured measured =
                    run.row(Architecture.INDIRECT).measured().orElseThrow();
            assertThat(measured.figures().sold()).isEqualTo(CAPACITY);
            assertThat(measured.figures().sold() + measured.figures().rejected())
                    .as("decided: " + measured.figures())
                    .isEqualTo(PURCHASES);
        }
    }

    private static void restart(Backend redis) {
        try {
            redis.control().orElseThrow().restart();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** What happens when a trial has sold something. */
    private interface Mishap {
        void happen() throws IOException;
    }

    private static final Mishap NOTHING = () -> {};

    private static Mishap once(Mishap mishap) {
        boolean[] happened = {false};
        return () -> {
            if (!happened[0]) {
                happened[0] = true;
                mishap.happen();
            }
        };
    }

    /** A run of trials with two workers, each long enough for something to happen in it. */
    private static final class Run implements AutoCloseable {
        private final Processes processes = Processes.open(JavaProgram.onsale());
        private final RunDirectory directory;
        private final Request request;
        private final Stage stage;
        private final List<TrialSpec> left;
        private TrialSpec last;

        Run(Path runs, String balancer, String amqp, Architecture... architectures) throws Exception {
            this(runs, "embedded", balancer, amqp, architectures);
        }

        Run(Path runs, String redis, String balancer, String amqp, Architecture... architectures) throws Exception {
            directory = RunDirectory.create(runs, "survival", Clock.systemUTC(), warning -> {});
            Settings settings = new Settings(
                    CAPACITY, new Load(16, 1, 10, 0, 1, 0, DEADLINE), balancer, "classic", 500, DEADLINE, 0, 8, 1);
            request = new Request(
                    List.of(architectures),
                    List.of(Strategies.named("lua")),
                    List.of(2),
                    List.of(new WorkloadGenerator(Shape.OVERSUBSCRIBED, PURCHASES, CAPACITY, 1).generate()),
                    List.of(1.0),
                    settings);
            left = new ArrayList<>(request.trials());
            last = left.get(0);
            try {
                stage = Stage.open(
                        request,
                        new Stage.Servers(redis, amqp, Durability.EVERYSEC),
                        processes,
                        System::nanoTime,
                        new Observer(NOTHING));
            } catch (IOException | InterruptedException e) {
                processes.close();
                throw e;
            }
        }

        Evidence evidence(Architecture architecture, Mishap mishap) throws Exception {
            last = left.stream()
                    .filter(spec -> spec.architecture() == architecture)
                    .findFirst()
                    .orElseThrow();
            left.remove(last);
            stage.run(List.of(last), directory, new Observer(mishap));
            assertThat(row(architecture).result())
                    .as(last.id() + ": " + row(architecture))
                    .isInstanceOf(TrialResult.Measured.class);
            return directory.history(last.id()).orElseThrow();
        }

        void mustBeValid(Architecture architecture, String after) throws Exception {
            evidence(architecture, NOTHING);
            assertThat(row(architecture).result().verdict().name())
                    .as(architecture.id() + " after the end of " + after + ": " + row(architecture))
                    .isEqualTo("VALID");
        }

        TrialRow row(Architecture architecture) throws IOException {
            assertThat(last.architecture()).isEqualTo(architecture);
            return directory.rows().stream()
                    .filter(row -> row.setup().trial().equals(last.id()))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void close() throws IOException {
            stage.close();
            processes.close();
        }
    }

    private record Observer(Mishap mishap) implements TrialObserver {
        @Override
        public void preparing(String what) {}

        @Override
        public void started(TrialSpec trial, int number, int of) {}

        @Override
        public void progress(LoadGenerator.Progress progress, long elapsedNanos) {
            if (progress.sold() > 0) {
                try {
                    mishap.happen();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        }

        @Override
        public void finished(TrialRow row) {}
    }
}
