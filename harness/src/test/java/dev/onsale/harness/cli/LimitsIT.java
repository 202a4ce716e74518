package dev.onsale.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.history.Verdict;
import dev.onsale.harness.Servers;
import dev.onsale.harness.backend.Durability;
import dev.onsale.harness.backend.RedisBackend;
import dev.onsale.harness.backend.StoreConnections;
import dev.onsale.harness.process.Processes;
import dev.onsale.record.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            "ceiling,redis lua 128 a call",
            "ceiling,redis lua x100",
            "ceiling,redis ping",
            "ceiling,redis ping x100",
            "ceiling,tcp round trip",
            "floor,direct atomic-long",
            "floor,direct lock",
            "floor,direct lua",
            "floor,indirect lua",
            "ours,direct atomic-long 64",
            "ours,direct lock 64",
            "ours,direct lua",
            "ours,direct lua 64",
            "ours,direct lua half",
            "ours,direct lua idle",
            "ours,direct lua one at a time",
            "ours,direct lua x100",
            "ours,in-process lua",
            "ours,indirect lua",
            "ours,indirect lua half",
            "ours,indirect lua idle",
            "ours,indirect lua one at a time",
            "ours,indirect lua x100");

    private static final List<String> OF_WRK =
            List.of("tool,wrk direct lua", "tool,wrk direct lua own", "tool,wrk http static");
    private static final List<String> OF_NGINX = List.of("tool,wrk direct lua nginx", "tool,wrk nginx static");
    private static final List<String> OF_REDIS_BENCHMARK = List.of(
            "tool,redis-benchmark incr",
            "tool,redis-benchmark incr x100",
            "tool,redis-benchmark lua",
            "tool,redis-benchmark lua 128 a call c1",
            "tool,redis-benchmark lua 128 a call c4",
            "tool,redis-benchmark lua x100",
            "tool,redis-benchmark ping",
            "tool,redis-benchmark ping x100");

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
        List<String> expected = expected(said.out());
        RunDirectory run = onlyRun();
        List<String> lines = Files.readAllLines(run.path().resolve("limits.csv"));
        assertThat(lines.get(0)).isEqualTo("round,kind,name,ops_s,p50_us,p99_us,cpu_us");
        List<String[]> cells =
                lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
        assertThat(cells)
                .allSatisfy(line -> assertThat(line).hasSize(7))
                .allSatisfy(line -> assertThat(line[0]).isEqualTo("1"))
                .allSatisfy(
                        line -> assertThat(Arrays.stream(line).skip(3).limit(3).map(Double::valueOf))
                                .as(String.join(",", line))
                                .allMatch(figure -> figure > 0));
        assertThat(cells.stream().map(line -> line[1] + "," + line[2])).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(run.rows())
                .hasSize(14)
                .allSatisfy(row -> assertThat(row.result().verdict()).isEqualTo(Verdict.VALID));
        assertThat(run.info().ended()).isPresent();
        for (String line : expected) {
            assertThat(said.out()).containsPattern(line.replace(",", " +") + " +[0-9,]+ ");
        }
        assertThat(said.out())
                .contains("What RabbitMQ PerfTest measures is left out: --perf-test says where it is.")
                .containsPattern("direct, 64 in flight, lua: times the floor +[0-9,]+ +[0-9,]+ +[0-9.]+ +>= 8 ");
        assertThat(run.path().resolve("targets.csv")).content().contains("floor direct lua");
        assertThat(run.path().resolve("limits.md")).content().contains("| ours | direct lua |");
        try (StoreConnections connections = new StoreConnections()) {
            assertThat(connections
                            .stores(redis.toString())
                            .require(RedissonClient.class)
                            .getKeys()
                            .count())
                    .isZero();
        }
    }

    /** The lines of what this machine has, and of each other program either its lines or the sentence that it is not here. */
    private static List<String> expected(String out) {
        List<String> expected = new ArrayList<>(LINES);
        boolean wrk = Processes.find("wrk").isPresent();
        boolean nginx = wrk
                && (Processes.find("nginx").isPresent()
                        || Processes.find("/usr/sbin/nginx").isPresent());
        boolean redisBenchmark = Processes.find("redis-benchmark").isPresent();
        expected.addAll(wrk ? OF_WRK : List.of());
        expected.addAll(nginx ? OF_NGINX : List.of());
        expected.addAll(redisBenchmark ? OF_REDIS_BENCHMARK : List.of());
        assertThat(out.contains("wrk is not installed")).isNotEqualTo(wrk);
        assertThat(out.contains("redis-benchmark is not installed")).isNotEqualTo(redisBenchmark);
        return expected;
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
