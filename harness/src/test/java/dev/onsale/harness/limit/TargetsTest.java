package dev.onsale.harness.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.record.Bound;
import dev.onsale.record.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The arithmetic of the targets, and what is written of them. */
final class TargetsTest {
    @TempDir
    private Path directory;

    private final List<Reading> readings = new ArrayList<>();

    private void add(Kind kind, String name, double... opsPerSecond) {
        for (int i = 0; i < opsPerSecond.length; i++) {
            readings.add(new Reading(i + 1, kind, name, opsPerSecond[i], 100, 900, Map.of(), ""));
        }
    }

    private Target.Result result(String beginning) {
        return Targets.results(new Medians(readings)).stream()
                .filter(result -> result.target().name().startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRatioIsOfMediansAndAgainstTheBetterOfTwo() {
        add(Kind.TOOL, "wrk direct lua", 10, 1_000, 20);
        add(Kind.TOOL, "wrk http static", 30, 30, 30);
        add(Kind.TOOL, "wrk nginx static", 40, 41, 1);
        Target.Result result = result("direct without a balancer");
        assertThat(result.ratio()).hasValue(0.5);
        assertThat(result.met()).isEqualTo("yes");
        assertThat(result.goal()).isEqualTo(">= 0.5");
        assertThat(result.opponent()).isEqualTo("tool wrk nginx static");
    }

    @Test
    void theMedianOfTwoRoundsIsBetweenThem() {
        add(Kind.OURS, "direct lock 64", 100, 200);
        add(Kind.FLOOR, "direct lock", 10);
        assertThat(result("direct, 64 in flight, lock").ratio()).hasValue(15);
        assertThat(result("direct, 64 in flight, lock").met()).isEqualTo("no");
    }

    @Test
    void latencyIsToStayBelowItsGoal() {
        add(Kind.OURS, "indirect lua half", 1);
        add(Kind.OURS, "indirect lua idle", 1);
        Target.Result result = result("indirect, p99");
        assertThat(result.ratio()).hasValue(9);
        assertThat(result.met()).isEqualTo("yes");
        assertThat(result.goal()).isEqualTo("<= 10");
    }

    @Test
    void whatWasNotMeasuredIsADash() throws IOException {
        add(Kind.OURS, "indirect lua", 12_345);
        RunDirectory run = RunDirectory.create(directory, "limits", Clock.systemUTC(), warning -> {});
        new LimitsReport(readings, List.of("PerfTest is not here.")).write(run);
        assertThat(Files.readAllLines(run.path().resolve("targets.csv")))
                .hasSize(14)
                .startsWith("target,measured,against,ours,theirs,ratio,goal,met")
                .contains("\"indirect, replies included: of PerfTest one way\",ours indirect lua,"
                        + "tool perf-test one-way,12345.0,-,-,>= 0.75,-");
        assertThat(Files.readString(run.path().resolve("limits.md")))
                .contains("| ours | indirect lua | 12,345 | 12,345 to 12,345 | 100.0 | 900.0 | - |")
                .contains("| kind | name | ops/s, median |")
                .contains("| --- | --- | ---: |")
                .contains("| amqp one-way | - | - | - | - | tool perf-test one-way |")
                .endsWith("PerfTest is not here.\n");
    }

    @Test
    void ceilingAndFloorOfEachArchitectureAreForOtherRuns() {
        add(Kind.CEILING, "http static", 60_000, 80_000);
        add(Kind.FLOOR, "indirect lua", 3_000);
        add(Kind.OURS, "indirect lua", 9_000);
        assertThat(Bounds.of(new Medians(readings)))
                .containsExactly(
                        new Bound("direct", "ceiling", "static HTTP (direct)", 70_000),
                        new Bound("indirect", "floor", "lua as one writes it in an afternoon, unbatched", 3_000));
    }

    @Test
    void ourCeilingsAgreeWithinAFifth() {
        add(Kind.CEILING, "redis ping", 80);
        add(Kind.TOOL, "redis-benchmark ping", 100);
        add(Kind.CEILING, "redis incr", 121);
        add(Kind.TOOL, "redis-benchmark incr", 100);
        String text = Targets.agreement(new Medians(readings)).text();
        assertThat(text).containsPattern("redis ping +80 +100 +0.80 +yes +tool redis-benchmark ping\n");
        assertThat(text).containsPattern("redis incr +121 +100 +1.21 +no +tool redis-benchmark incr\n");
    }
}
