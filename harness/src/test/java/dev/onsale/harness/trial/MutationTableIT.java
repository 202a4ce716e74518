package dev.onsale.harness.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.TicketService;
import dev.onsale.core.history.Report;
import dev.onsale.core.history.Verdict;
import dev.onsale.core.history.Violation.Kind;
import dev.onsale.harness.Servers;
import dev.onsale.harness.backend.StoreConnections;
import dev.onsale.harness.load.LoadGenerator;
import dev.onsale.harness.plan.Architecture;
import dev.onsale.harness.plan.Request;
import dev.onsale.harness.plan.Settings;
import dev.onsale.harness.plan.TrialSpec;
import dev.onsale.record.Figures;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.TrialResult;
import dev.onsale.record.TrialRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every seeded bug goes through the harness like any trial, and is convicted of what it does; what has no bug is not. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutationTableIT {
    private static final Path DOCUMENT = Path.of("..", "docs", "MUTATIONS.md");
    private final Map<Mutation, Report> mutants = new LinkedHashMap<>();
    private final Map<Control, Report> controls = new LinkedHashMap<>();
    private final StoreConnections connections = new StoreConnections();

    @BeforeAll
    void runAll(@TempDir Path runs) throws IOException, InterruptedException {
        String redis = Servers.redis().toString();
        try (InProcessSite site = new InProcessSite(redis)) {
            for (Mutation mutation : Mutation.all()) {
                mutants.put(
                        mutation,
                        trial(site, mutation.client(), mutation.strategy(), mutation.load(), mutation.workers(), runs));
            }
            for (Control control : Control.all()) {
                controls.put(
                        control,
                        trial(
                                site,
                                UnaryOperator.identity(),
                                control.strategy(),
                                control.load(),
                                control.workers(),
                                runs));
            }
        }
    }

    @AfterAll
    void disconnect() {
        connections.close();
    }

    private Report trial(
            Site site,
            UnaryOperator<TicketService> client,
            ConsistencyStrategy strategy,
            MutationLoad load,
            int workers,
            Path runs)
            throws IOException, InterruptedException {
        Settings settings = new Settings(
                MutationLoad.CAPACITY, load.load(), "own", "classic", 500, Duration.ofSeconds(10), 0, 1, 1);
        TrialSpec spec = new Request(
                        List.of(Architecture.IN_PROCESS),
                        List.of(strategy),
                        List.of(workers),
                        List.of(load.workload()),
                        List.of(0.0),
                        settings)
                .trials()
                .get(0);
        TrialRunner runner = new TrialRunner(
                new Trial(
                        connections.stores(Servers.redis().toString()),
                        System::nanoTime,
                        new CpuMeter(Servers.processes()::cpuTimes)),
                Map.of(Architecture.IN_PROCESS, new TamperedSite(site, client)),
                settings,
                new TrialRunner.Servers("Redis", "", ""),
                "mutant-" + UUID.randomUUID());
        RunDirectory directory = RunDirectory.create(runs, "mutations", Clock.systemUTC(), warning -> {});
        TrialRow row = runner.run(spec, directory, new Silent());
        assertThat(row.result()).as(spec.id()).isInstanceOf(TrialResult.Measured.class);
        Report report = Judgement.of(directory.history(spec.id()).orElseThrow()).report();
        assertThat(row.result().verdict()).as("recorded as judged").isEqualTo(report.verdict());
        Figures figures = row.measured().orElseThrow().figures();
        assertThat(figures.throughputOpsS() * figures.elapsedSeconds())
                .as("what counts is what was decided")
                .isCloseTo((double) (figures.sold() + figures.rejected()), within(1e-3));
        return report;
    }

    Stream<Arguments> mutants() {
        return mutants.entrySet().stream().map(trial -> Arguments.of(trial.getKey(), trial.getValue()));
    }

    Stream<Arguments> controls() {
        return controls.entrySet().stream().map(trial -> Arguments.of(trial.getKey(), trial.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void isConvictedOfWhatItDoes(Mutation mutation, Report report) {
        assertThat(report.verdict()).as(report.summary()).isEqualTo(mutation.verdict());
        assertThat(report.totals().keySet()).as(report.summary()).containsAll(mutation.expected());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("controls")
    void whatHasNoBugIsValid(Control control, Report report) {
        assertThat(report.verdict()).as(control + ": " + report.summary()).isEqualTo(Verdict.VALID);
    }

    @Test
    void whoDoesNothingIsNotValid() {
        assertThat(mutants).anySatisfy((mutation, report) -> {
            assertThat(mutation.verdict()).isEqualTo(Verdict.UNKNOWN);
            assertThat(report.doubts())
                    .anySatisfy(doubt ->
                            assertThat(doubt).contains("may have been left out").contains("300 BUSY"));
        });
    }

    @Test
    void everyKindOfViolationHasItsMutant() {
        assertThat(mutants.keySet()).flatExtracting(Mutation::expected).contains(Kind.values());
    }

    @Test
    void theDocumentIsWhatWasSeen() throws IOException {
        String seen = MutationTable.of(mutants, controls);
        if (Boolean.getBoolean("onsale.update.docs")) {
            Files.writeString(DOCUMENT, seen);
        }
        assertThat(MutationTable.lasting(Files.readString(DOCUMENT)))
                .as("docs/MUTATIONS.md; -Donsale.update.docs=true makes it anew")
                .containsExactlyElementsOf(MutationTable.lasting(seen));
    }

    private static final class Silent implements TrialObserver {
        @Override
        public void preparing(String what) {}

        @Override
        public void started(TrialSpec trial, int number, int of) {}

        @Override
        public void progress(LoadGenerator.Progress progress, long elapsedNanos) {}

        @Override
        public void finished(TrialRow row) {}
    }
}
