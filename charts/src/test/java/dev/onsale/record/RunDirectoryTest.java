package dev.onsale.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.Answer;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.Recorder;
import dev.onsale.record.RunInfo.Backend;
import dev.onsale.record.RunInfo.Jvm;
import dev.onsale.record.RunInfo.WorkloadFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneId.of("Europe/Madrid"));

    @TempDir
    Path runs;

    private RunDirectory create() throws IOException {
        return RunDirectory.create(runs.resolve("new"), "matrix", CLOCK, warning -> {});
    }

    @Test
    void isNamedAfterTheTimeAndNeverTakesAnothersPlace() throws IOException {
        assertThat(create().path()).hasFileName("20261122-130000-matrix").isDirectory();
        assertThat(create().path()).hasFileName("20261122-130000-matrix-2").isDirectory();
        assertThat(create().path()).hasFileName("20261122-130000-matrix-3").isDirectory();
    }

    @Test
    void ceilingsAndFloorsAreReadAsTheyWereWritten() throws IOException {
        RunDirectory run = create();
        assertThat(run.bounds()).isEmpty();
        List<Bound> bounds = List.of(
                new Bound("direct", "ceiling", "static HTTP", 70_670.5),
                new Bound("indirect", "floor", "an afternoon's, \"unbatched\"", 3_454));
        run.writeBounds(bounds);
        assertThat(run.bounds()).isEqualTo(bounds);
        Files.writeString(run.path().resolve("bounds.csv"), "a,b\n");
        assertThatThrownBy(run::bounds)
                .isInstanceOf(UnreadableRunException.class)
                .hasMessageEndingWith("line 1: the header must be architecture,kind,what,ops_s");
    }

    @Test
    void aSpoiltCeilingIsNamedByItsLine() throws IOException {
        RunDirectory run = create();
        Path file = run.path().resolve("bounds.csv");
        String sound = "architecture,kind,what,ops_s\ndirect,ceiling,static HTTP,70670.5\n";
        Files.writeString(file, sound + "direct,floor,an afternoon's\n");
        assertThatThrownBy(run::bounds)
                .isInstanceOf(UnreadableRunException.class)
                .hasMessage(file + ", line 3: must have 4 fields, not 3");
        Files.writeString(file, sound + "direct,floor,an afternoon's,many\n");
        assertThatThrownBy(run::bounds)
                .isInstanceOf(UnreadableRunException.class)
                .hasMessage(file + ", line 3: ops_s must be a number, not many");
    }

    @Test
    void whereNoDirectoryCanBeMadeTheReasonIsSaid() throws IOException {
        Path file = Files.writeString(runs.resolve("taken"), "");
        assertThatThrownBy(() -> RunDirectory.create(file, "matrix", CLOCK, warning -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot make a run's directory in " + file + ": " + file + " is a file");
    }

    @Test
    void refusesANameThatIsNoFileName() {
        assertThatThrownBy(() -> RunDirectory.create(runs, "../up", CLOCK, warning -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("name=../up");
    }

    @Test
    void theInfoIsReadAsWritten() throws IOException {
        RunDirectory run = create();
        run.write(info());
        assertThat(run.info()).isEqualTo(info());
        run.write(info().endedAt(NOON.plusSeconds(1)));
        RunDirectory again = RunDirectory.open(run.path(), warning -> {});
        assertThat(again.info().ended()).contains(NOON.plusSeconds(1));
        assertThat(again.info().options().keySet()).containsExactly("workers", "redis", "amqp", "jdbc");
        try (var files = Files.list(run.path())) {
            assertThat(files).containsExactly(run.path().resolve("run.json"));
        }
    }

    @Test
    void theInfoHasNoCredentials() throws IOException {
        RunDirectory run = create();
        run.write(info());
        assertThat(Files.readString(run.path().resolve("run.json")))
                .doesNotContain("secret")
                .doesNotContain("alice")
                .contains("\"redis://store:6379/0,redis://other:6379\"")
                .contains("\"jdbc:postgresql://db/onsale?user=***&password=***&ssl=true\"");
    }

    @Test
    void aBrokenInfoIsRefusedWithItsPlace() throws IOException {
        RunDirectory run = create();
        Files.writeString(run.path().resolve("run.json"), "{\n  \"name\" = 3\n}");
        assertThatThrownBy(run::info)
                .isInstanceOf(UnreadableRunException.class)
                .hasMessageStartingWith(run.path().resolve("run.json") + ", line 2, column 1");
    }

    @Test
    void aDirectoryWithoutInfoIsNoRun() {
        assertThatThrownBy(() -> RunDirectory.open(runs, warning -> {}))
                .hasMessage(runs + ": must be the directory of a run, with a run.json in it");
    }

    @Test
    void latenciesAreReadAsWritten() throws IOException {
        RunDirectory run = create();
        Histogram nanos = new Histogram(3);
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            nanos.recordValue((long) (1e5 * Math.exp(random.nextGaussian())));
        }
        assertThat(run.latency("direct-lua")).isEmpty();
        run.writeLatency("direct-lua", nanos);
        assertThat(run.latency("direct-lua")).contains(nanos);
        assertThat(run.path().resolve("latency/direct-lua.hlog")).isRegularFile();
    }

    @Test
    void aBrokenLatencyLogIsRefusedByName() throws IOException {
        RunDirectory run = create();
        run.writeLatency("t", new Histogram(3));
        Path log = run.path().resolve("latency/t.hlog");
        for (String broken : List.of("", "garbage\n", "0.0,0.0,0.0,HISTFAAAA\n")) {
            Files.writeString(log, broken);
            assertThatThrownBy(() -> run.latency("t"))
                    .as(broken)
                    .isInstanceOf(UnreadableRunException.class)
                    .hasMessageStartingWith(log + ": not an HdrHistogram log: ");
        }
    }

    @Test
    void aHistoryIsReadAsWrittenAndReplacedAsAWhole() throws IOException {
        RunDirectory run = create();
        assertThat(run.history("direct-lua")).isEmpty();
        run.writeHistory("direct-lua", evidence(1));
        run.writeHistory("direct-lua", evidence(2));
        assertThat(run.history("direct-lua")).hasValueSatisfying(read -> {
            assertThat(read.sale()).isEqualTo(evidence(2).sale());
            assertThat(read.history().attempts()).isEqualTo(1);
            assertThat(read.history().answeredNanos(0)).isEqualTo(7_000);
        });
        try (var files = Files.list(run.path().resolve("histories"))) {
            assertThat(files).containsExactly(run.path().resolve("histories/direct-lua.history.gz"));
        }
    }

    @Test
    void aHistoryWhoseWriterWasKilledIsNone() throws IOException {
        RunDirectory run = create();
        Files.createDirectories(run.path().resolve("histories"));
        Files.writeString(run.path().resolve("histories/t.history.gz.part"), "half a h");
        assertThat(run.history("t")).isEmpty();
        run.writeHistory("t", evidence(1));
        assertThat(run.history("t")).isPresent();
    }

    @Test
    void aBrokenHistoryIsRefusedByName() throws IOException {
        RunDirectory run = create();
        run.writeHistory("t", evidence(1));
        Path file = run.path().resolve("histories/t.history.gz");
        Files.writeString(file, "garbage");
        assertThatThrownBy(() -> run.history("t"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("not a readable history: " + file);
        assertThatThrownBy(() -> run.writeHistory("../up", evidence(1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Evidence evidence(int capacity) {
        Recorder recorder = new Recorder(List.of(Purchase.any("carol", "r1")), 1);
        recorder.answered(recorder.invoked(0, 1_000), 8_000, new Answer(new Outcome.Sold(1), "w1", false));
        return Evidence.of(new Sale("s", Model.UNNUMBERED, capacity), recorder.history(), Set.of());
    }

    @Test
    void thisMachineIsKnown() {
        MachineInfo machine = MachineInfo.gather();
        assertThat(machine.processor()).isNotBlank();
        assertThat(machine.cores()).isPositive();
        assertThat(machine.memoryBytes()).isGreaterThan(1L << 28);
        assertThat(machine.os()).contains(System.getProperty("os.name"));
        assertThat(new MachineInfo("Z80", 1, 8L << 30, "CP/M").toString()).isEqualTo("Z80, 1 core, 8 GB");
    }

    @Test
    void aMachineWithoutProcIsDescribedByItsInstructionSet() {
        assertThat(MachineInfo.processorName(runs.resolve("none"))).isEqualTo(System.getProperty("os.arch"));
        assertThat(MachineInfo.distribution(runs.resolve("none"))).isEmpty();
    }

    @Test
    void trialsHaveNamesForPeople() {
        assertThat(TrialSetup.id("direct", "numbered", "lua", 2, 1)).isEqualTo("direct-numbered-lua-w2-r1");
        assertThat(TrialSetup.id("indirect", "numbered", "lua", 2, Map.of("batch", "100"), 3))
                .isEqualTo("indirect-numbered-lua-w2-batch100-r3");
        assertThat(TrialSetup.id("indirect", "numbered", "lua", 2, Map.of("queue", "quorum/x"), 3))
                .isEqualTo("indirect-numbered-lua-w2-quorum_x-r3");
    }

    static RunInfo info() {
        Map<String, String> options = new java.util.LinkedHashMap<>();
        options.put("workers", "1,2,4");
        options.put("redis", "redis://alice:secret@store:6379/0,redis://:secret@other:6379");
        options.put("amqp", "auto");
        options.put("jdbc", "jdbc:postgresql://db/onsale?user=alice&password=secret&ssl=true");
        return new RunInfo(
                "matrix",
                "matrix",
                options,
                "0.1.0",
                "40a9581",
                new MachineInfo("Z80", 2, 8L << 30, "CP/M"),
                Jvm.gather(),
                Map.of("workload", 42L, "order", 7L),
                List.of(new WorkloadFile("course", "numbered", 25_997, "f8510223")),
                List.of(new Backend("store", "Redis", "7.0.15", "external", "redis://alice:secret@store:6379/0", "")),
                NOON,
                Optional.empty());
    }
}
