package dev.onsale.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.history.Verdict;
import dev.onsale.harness.Servers;
import dev.onsale.harness.backend.Durability;
import dev.onsale.harness.backend.RedisBackend;
import dev.onsale.harness.backend.StoreConnections;
import dev.onsale.record.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.api.RedissonClient;

/** A short round of everything, as a user starts it. */
final class LimitsIT {
    private static final List<String> LINES = List.of(
            "ceiling,amqp one-way",
            "ceiling,amqp request-reply",
            "ceiling,http static",
            "ceiling,redis incr",
            "ceiling,redis incr x100",
            "ceiling,redis lua",
            "ceiling,redis lua x100",
            "ceiling,redis ping",
            "ceiling,redis ping x100",
            "ceiling,tcp round trip",
            "floor,direct atomic-long",
            "floor,direct lock",
            "floor,direct lua",
            "floor,indirect lua",
            "ours,direct lua",
            "ours,in-process lua",
            "ours,indirect lua");

    @TempDir
    private Path directory;

    @Test
    void everythingIsMeasuredOnceARoundAndNothingIsLeftInTheStore() throws IOException {
        URI redis = RedisBackend.open("embedded", Durability.NONE, Servers.processes())
                .uri();
        Said said = Said.by(
                "limits",
                "--rounds",
                "1",
                "--seconds",
                "0.1",
                "--redis",
                redis.toString(),
                "--amqp",
                Servers.embeddedAmqp().toString(),
                "--runs",
                directory.toString());
        assertThat(said.code()).as(said.err()).isZero();
        RunDirectory run = onlyRun();
        List<String> lines = Files.readAllLines(run.path().resolve("limits.csv"));
        assertThat(lines.get(0)).isEqualTo("round,kind,name,ops_s,p50_us,cpu_us");
        List<String[]> cells =
                lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
        assertThat(cells)
                .allSatisfy(line -> assertThat(line).hasSize(6))
                .allSatisfy(line -> assertThat(line[0]).isEqualTo("1"))
                .allSatisfy(line -> assertThat(Arrays.stream(line).skip(3).map(Double::valueOf))
                        .as(String.join(",", line))
                        .allMatch(figure -> figure > 0));
        assertThat(cells.stream().map(line -> line[1] + "," + line[2])).containsExactlyInAnyOrderElementsOf(LINES);
        assertThat(run.rows())
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.result().verdict()).isEqualTo(Verdict.VALID));
        assertThat(run.info().ended()).isPresent();
        for (String line : LINES) {
            assertThat(said.out()).containsPattern(line.replace(",", " +") + " +[0-9,]+ ");
        }
        assertThat(said.out()).containsPattern("[0-9.]+ of floor direct lua, VALID");
        try (StoreConnections connections = new StoreConnections()) {
            assertThat(connections
                            .stores(redis.toString())
                            .require(RedissonClient.class)
                            .getKeys()
                            .count())
                    .isZero();
        }
    }

    private RunDirectory onlyRun() throws IOException {
        try (Stream<Path> runs = Files.list(directory)) {
            List<Path> all = runs.toList();
            assertThat(all).hasSize(1);
            return RunDirectory.open(all.get(0), warning -> {
                throw new AssertionError(warning);
            });
        }
    }
}
