package dev.onsale.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.history.Verdict;
import dev.onsale.harness.Servers;
import dev.onsale.harness.backend.Durability;
import dev.onsale.harness.backend.RedisBackend;
import dev.onsale.harness.backend.StoreConnections;
import dev.onsale.record.Cost;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.TrialRow;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        UserRun started = new UserRun(directory);
        URI redis = RedisBackend.open("embedded", Durability.NONE, Servers.processes())
                .uri();
        Said said = started.start(redis, "matrix", "--workers", "2", "--capacity", "2000", "--concurrency", "32");
        assertThat(said.code()).as(said.err()).isZero();
        RunDirectory run = started.record();
        List<TrialRow> rows = run.rows();
        assertThat(rows).hasSize(18).allSatisfy(row -> {
            assertThat(row.result().verdict()).isEqualTo(Verdict.VALID);
            assertThat(UserRun.figures(row).sold()).isEqualTo(2_000);
            assertThat(run.latency(row.setup().trial())).isPresent();
            Cost cost = row.measured().orElseThrow().cost();
            assertThat(cost.cpuClientUs().orElse(0)).isPositive();
            assertThat(cost.cpuWorkerUs().isPresent())
                    .isEqualTo(!row.setup().architecture().equals("in-process"));
        });
        assertThat(said.err()).contains("trials to go: 18").contains("18/18 ");
        assertThat(said.out()).contains("VALID").doesNotContain("INVALID");
        for (String chart : List.of(
                "throughput", "architectures", "models", "outcomes", "cpu", "latency", "sell-out", "seat-map")) {
            assertThat(run.path().resolve("charts").resolve(chart + ".png")).isNotEmptyFile();
        }
        assertThat(run.info().ended()).isPresent();
        assertNothingIsLeftIn(redis);
        Said verified = Said.by("verify", run.path().toString());
        assertThat(verified.out()).contains("18 of 18 trials judged again: all as recorded");
        assertThat(verified.code()).isZero();

        Path results = run.path().resolve("results.csv");
        List<String> lines = Files.readAllLines(results, StandardCharsets.UTF_8);
        Files.write(results, lines.subList(0, lines.size() - 2), StandardCharsets.UTF_8);
        Said resumed = Said.by("matrix", "--resume", run.path().toString());
        assertThat(resumed.err()).contains("trials there: 16, missing: 2");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(run.rows()).hasSize(18);
    }

    private static void assertNothingIsLeftIn(URI store) throws IOException {
        try (StoreConnections connections = new StoreConnections()) {
            RedissonClient redis = connections.stores(store.toString()).require(RedissonClient.class);
            assertThat(redis.getKeys().getKeys(KeysScanOptions.defaults().pattern("{*")))
                    .isEmpty();
        }
    }
}
