package dev.onsale.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.history.Verdict;
import dev.onsale.core.workload.Shape;
import dev.onsale.core.workload.WorkloadGenerator;
import dev.onsale.harness.Servers;
import dev.onsale.harness.backend.StoreConnections;
import dev.onsale.record.Figures;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.TrialResult;
import dev.onsale.record.TrialRow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;

/** Whole runs, as a user starts them, with worker processes and real servers. */
final class MatrixIT {
    @TempDir
    private Path directory;

    @Test
    void everyCombinationIsValidAndRecordedAndAResumedRunAddsWhatIsMissing() throws IOException {
        Said said = onsale("matrix", "--workers", "2", "--capacity", "2000", "--concurrency", "32");
        assertThat(said.code()).as(said.err()).isZero();
        RunDirectory run = onlyRun();
        List<TrialRow> rows = run.rows();
        assertThat(rows).hasSize(18).allSatisfy(row -> {
            assertThat(row.result().verdict()).isEqualTo(Verdict.VALID);
            assertThat(figures(row).sold()).isEqualTo(2_000);
            assertThat(run.latency(row.setup().trial())).isPresent();
        });
        assertThat(said.err()).contains("trials to go: 18").contains("18/18 ");
        assertThat(said.out()).contains("VALID").doesNotContain("INVALID");
        for (String chart : List.of("throughput", "architectures", "models", "outcomes", "latency")) {
            assertThat(run.path().resolve("charts").resolve(chart + ".png")).isNotEmptyFile();
        }
        assertThat(run.info().ended()).isPresent();
        assertNothingIsLeftInTheStore();

        Path results = run.path().resolve("results.csv");
        List<String> lines = Files.readAllLines(results, StandardCharsets.UTF_8);
        Files.write(results, lines.subList(0, lines.size() - 2), StandardCharsets.UTF_8);
        Said resumed = Said.by("matrix", "--resume", run.path().toString());
        assertThat(resumed.err()).contains("16 trials are there, 2 are missing");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(run.rows()).hasSize(18);
    }

    @Test
    void theCoursesOwnFilesSellExactlyWhatTheyMust() throws IOException {
        Path files = Files.createDirectory(directory.resolve("workloads"));
        write(WorkloadGenerator.of(Shape.COURSE_UNNUMBERED), files.resolve("benchmark_unnumbered_20000.txt"));
        write(WorkloadGenerator.of(Shape.COURSE_NUMBERED), files.resolve("benchmark_numbered_60000.txt"));
        Said said = onsale("run", "--workload", files.toString(), "--architecture", "direct,indirect");
        assertThat(said.code()).as(said.err()).isZero();
        RunDirectory run = onlyRun();
        assertThat(run.rows()).hasSize(4).allSatisfy(row -> {
            assertThat(figures(row).sold()).isEqualTo(20_000);
            assertThat(figures(row).rejected()).isEqualTo(row.setup().model().equals("numbered") ? 5_997 : 0);
        });
        assertThat(run.info().workloads())
                .extracting(file -> file.sha256())
                .containsExactlyInAnyOrder(
                        "90c6a5075685269ff1748b754bc10375a2390ef71314ef0766cc27a60793879f",
                        "f8510223816b0e72672af255e1edfde0c7f50aa785f668a54a64f956a137020f");
    }

    @Test
    void batchesAndTheOtherEntryPointsAreValid() throws IOException {
        Said said = onsale(
                "run",
                "--architecture",
                "in-process,direct,indirect",
                "--capacity",
                "2000",
                "--batch",
                "10",
                "--balancer",
                "name-server",
                "--model",
                "unnumbered,numbered");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(onlyRun().rows()).hasSize(6);
    }

    @Test
    void racyIsConvictedWithTheRequestsThatProveIt() throws IOException {
        Said said = onsale("run", "--strategy", "racy", "--model", "unnumbered,numbered", "--capacity", "2000");
        assertThat(said.code()).isEqualTo(ExitCode.VIOLATION);
        assertThat(onlyRun().rows()).hasSize(2).allSatisfy(row -> {
            assertThat(row.result().verdict()).isEqualTo(Verdict.INVALID);
            assertThat(((TrialResult.Measured) row.result()).detail()).containsPattern("\\d{5}");
        });
    }

    @Test
    void aServerThatIsNotThereIsOneSentence() {
        Said said = Said.by("run", "--redis", "redis://user:secret@127.0.0.1:1", "--runs", directory.toString());
        assertThat(said.err()).contains("127.0.0.1:1").doesNotContain("secret", "Exception");
        assertThat(said.code()).isEqualTo(ExitCode.ENVIRONMENT);
    }

    private Said onsale(String command, String... options) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--redis", Servers.redis().toString()));
        line.addAll(List.of("--amqp", Servers.embeddedAmqp().toString()));
        line.addAll(List.of("--runs", directory.resolve("runs").toString()));
        line.addAll(Arrays.asList(options));
        return Said.by(line.toArray(String[]::new));
    }

    private RunDirectory onlyRun() throws IOException {
        try (Stream<Path> runs = Files.list(directory.resolve("runs"))) {
            List<Path> all = runs.toList();
            assertThat(all).hasSize(1);
            return RunDirectory.open(all.get(0), warning -> {
                throw new AssertionError(warning);
            });
        }
    }

    private static Figures figures(TrialRow row) {
        return row.measured().orElseThrow(() -> new AssertionError(row)).figures();
    }

    private static void write(WorkloadGenerator generator, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            generator.write(out);
        }
    }

    private static void assertNothingIsLeftInTheStore() throws IOException {
        try (StoreConnections connections = new StoreConnections()) {
            RedissonClient redis =
                    connections.stores(Servers.redis().toString()).require(RedissonClient.class);
            assertThat(redis.getKeys().getKeys(KeysScanOptions.defaults().pattern("{*")))
                    .isEmpty();
        }
    }
}
