package dev.onsale.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.harness.Servers;
import dev.onsale.harness.backend.StoreConnections;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.Score;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;

/** Microbenchmarks as a user starts them, for a few milliseconds each. */
final class BenchIT {
    @TempDir
    private Path directory;

    @Test
    void oneOfEachKindIsMeasuredRecordedAndDrawn() throws IOException {
        Said said = bench(
                "StrategyBenchmark.fourWorkers|XmlRpc.*readPurchase|Line.*readAnswer|Checker|Office.*oneClient",
                "-p",
                "strategy=lua,memory",
                "-p",
                "operations=1000");
        assertThat(said.code()).as(said.err()).isZero();
        RunDirectory run = onlyRun();
        assertThat(run.scores())
                .hasSize(12)
                .allSatisfy(score -> assertThat(score.samples()).allMatch(sample -> sample > 0))
                .extracting(Score::benchmark)
                .extracting(name -> name.replaceAll(".*\\.(\\w+\\.\\w+)", "$1"))
                .containsOnly(
                        "StrategyBenchmark.fourWorkers",
                        "XmlRpcCodecBenchmark.readPurchase",
                        "LineCodecBenchmark.readAnswer",
                        "CheckerBenchmark.check",
                        "OfficeBenchmark.oneClient");
        assertThat(run.info().command()).isEqualTo("bench");
        assertThat(run.info().ended()).isPresent();
        assertNoSaleIsLeft();
        Path plot = run.charts().resolve("bench.png");
        Files.delete(plot);
        assertThat(Said.by("chart", run.path().toString()).err()).isEqualToIgnoringNewLines("drew " + plot);
        assertThat(plot).isNotEmptyFile();
    }

    @Test
    void aBenchmarkThatFailsIsCountedAndTheOthersAreRecorded() throws IOException {
        Said said = bench("StrategyBenchmark.oneWorker", "-p", "strategy=memory", "-p", "batch=3,16");
        assertThat(said.err()).contains("onsale: 2 benchmarks failed, see what JMH says above");
        assertThat(said.code()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(onlyRun().scores()).hasSize(2);
    }

    @Test
    void jmhsProcessesEndWithAHarnessThatIsKilled() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djmh.ignoreLock=true",
                "-jar",
                System.getProperty("onsale.jar"),
                "bench",
                "--runs",
                directory.resolve("runs").toString(),
                "--"));
        command.addAll(List.of("-f", "1", "-wi", "0", "-i", "1", "-r", "60s", "Line.*readAnswer"));
        File output = directory.resolve("output").toFile();
        Process harness = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(output.toPath()).contains("Iteration   1"));
            ProcessHandle fork = fork(harness).orElseThrow();
            harness.destroyForcibly();
            await().atMost(Duration.ofSeconds(20)).until(() -> !fork.isAlive());
        } finally {
            harness.destroyForcibly();
        }
    }

    private static Optional<ProcessHandle> fork(Process harness) {
        return harness.descendants()
                .filter(process -> process.info()
                        .arguments()
                        .map(Arrays::asList)
                        .orElse(List.of())
                        .contains("org.openjdk.jmh.runner.ForkedMain"))
                .findFirst();
    }

    /** In this process, so that nothing has to be started. */
    private Said bench(String benchmarks, String... jmh) {
        List<String> line =
                new ArrayList<>(List.of("bench", "--redis", Servers.redis().toString()));
        line.addAll(List.of("--runs", directory.resolve("runs").toString(), "--", benchmarks));
        line.addAll(List.of("-f", "0", "-wi", "0", "-i", "1", "-r", "10ms"));
        line.addAll(List.of("-o", directory.resolve("jmh.txt").toString()));
        line.addAll(List.of(jmh));
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

    private static void assertNoSaleIsLeft() throws IOException {
        try (StoreConnections connections = new StoreConnections()) {
            RedissonClient redis =
                    connections.stores(Servers.redis().toString()).require(RedissonClient.class);
            assertThat(redis.getKeys().getKeys(KeysScanOptions.defaults().pattern("{bench-*")))
                    .isEmpty();
        }
    }
}
