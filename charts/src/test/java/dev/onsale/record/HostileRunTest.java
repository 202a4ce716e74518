package dev.onsale.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.Model;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.Recorder;
import dev.onsale.record.TrialResult.Failed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run's directory from a stranger: whatever is in it, the answer is one sentence, soon. */
@Timeout(120)
class HostileRunTest {
    private static final List<String> FILES =
            List.of("run.json", "results.csv", "bounds.csv", "bench.json", "latency/t.hlog", "histories/t.history.gz");

    @TempDir
    Path runs;

    private RunDirectory run;

    @BeforeEach
    void write() throws IOException {
        run = RunDirectory.create(runs, "hostile", Clock.systemUTC(), warning -> {});
        run.write(RunDirectoryTest.info());
        run.append(ResultsFileTest.row("t", 1));
        run.append(new TrialRow(ResultsFileTest.row("u", 2).setup(), new Failed("no broker")));
        run.writeBounds(List.of(new Bound("direct", "floor", "an afternoon's", 3_454)));
        Files.writeString(
                run.benchmarks(),
                "[{\"benchmark\": \"b\", \"threads\": 1, \"params\": {\"strategy\": \"lua\"},"
                        + " \"primaryMetric\": {\"scoreUnit\": \"ops/s\", \"rawData\": [[1, 2.5]]}}]");
        Histogram nanos = new Histogram(3);
        for (int i = 0; i < 100; i++) {
            nanos.recordValue(1_000L * i * i);
        }
        run.writeLatency("t", nanos);
        List<Purchase> purchases = List.of(Purchase.any("a", "1"), Purchase.any("b", "2"));
        Recorder recorder = new Recorder(purchases, 2);
        recorder.invoked(0, 5);
        run.writeHistory("t", Evidence.of(new Sale("s", Model.UNNUMBERED, 1), recorder.history(), Set.of()));
    }

    private void read(String file) throws IOException {
        RunDirectory again = RunDirectory.open(run.path(), warning -> {});
        switch (file) {
            case "run.json" -> again.info();
            case "results.csv" -> again.rows();
            case "bounds.csv" -> again.bounds();
            case "bench.json" -> again.scores();
            case "latency/t.hlog" -> again.latency("t");
            default -> again.history("t");
        }
    }

    @Test
    void whatIsWholeIsRead() throws IOException {
        for (String file : FILES) {
            read(file);
        }
    }

    @Test
    void aPipeIsNotWaitedFor() throws Exception {
        for (String file : FILES) {
            Path path = run.path().resolve(file);
            Files.delete(path);
            assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                    .isZero();
            assertThatThrownBy(() -> read(file))
                    .isInstanceOf(UnreadableRunException.class)
                    .hasMessageContaining("must be");
            Files.delete(path);
            write();
        }
    }

    @Test
    void noLinkIsFollowedOutOfTheDirectory() throws IOException {
        for (String file : FILES) {
            Path path = run.path().resolve(file);
            Path outside = Files.move(path, runs.resolve("outside"));
            Files.createSymbolicLink(path, outside);
            assertThatThrownBy(() -> read(file))
                    .isInstanceOf(UnreadableRunException.class)
                    .hasMessage(path + ": must be a regular file within the run's directory");
            Files.delete(path);
            Files.createSymbolicLink(path, runs.resolve("nothing"));
            assertThatThrownBy(() -> read(file)).isInstanceOf(UnreadableRunException.class);
            Files.delete(path);
            Files.delete(outside);
            write();
        }
    }

    @Test
    void nothingIsWrittenThroughALink() throws IOException {
        Path outside = Files.createDirectory(runs.resolve("outside"));
        Path victim = Files.writeString(outside.resolve("victim"), "mine");
        Files.createSymbolicLink(run.path().resolve("charts"), outside);
        assertThatThrownBy(run::charts)
                .isInstanceOf(UnreadableRunException.class)
                .hasMessage(run.path().resolve("charts") + ": must be a directory, and no link to one");
        Files.createSymbolicLink(run.path().resolve("run.json.part"), victim);
        run.write(RunDirectoryTest.info());
        Files.createSymbolicLink(run.path().resolve("latency/t.hlog.part"), victim);
        run.writeLatency("t", new Histogram(3));
        Path results = run.path().resolve("results.csv");
        Files.delete(results);
        Files.createSymbolicLink(results, victim);
        assertThatThrownBy(() -> run.append(ResultsFileTest.row("v", 1))).isInstanceOf(UnreadableRunException.class);
        assertThat(victim).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "3",
                "\"run\"",
                "",
                "{}",
                "{\"name\": null}",
                "{\"started\": 1e999999999}",
                "{\"options\": []}"
            })
    void anInfoOfAnotherShapeIsOneSentence(String json) throws IOException {
        Path file = Files.writeString(run.path().resolve("run.json"), json);
        assertOneSentence(file);
    }

    @Test
    void anInfoWithANullAnywhereIsOneSentence() throws IOException {
        Path file = run.path().resolve("run.json");
        String whole = Files.readString(file);
        for (String key : List.of("options", "machine", "jvm", "seeds", "workloads", "backends", "started", "name")) {
            Files.writeString(
                    file,
                    whole.replaceFirst(
                            "(?s)\"" + key + "\" : (\\{.*?\\}|\\[.*?\\]|\".*?\")", "\"" + key + "\" : null"));
            assertOneSentence(file);
        }
        for (String value : List.of("\"1,2,4\"", "42", "\"f8510223\"", "\"store\"")) {
            assertThat(whole).contains(value);
            Files.writeString(file, whole.replaceFirst(value, "null"));
            assertOneSentence(file);
        }
    }

    private void assertOneSentence(Path file) {
        assertThatThrownBy(() -> read("run.json"))
                .isInstanceOf(UnreadableRunException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageNotContaining("Cannot invoke")
                .message()
                .hasLineCount(1);
    }

    /** The library's reader took two gigabytes for it. */
    @Test
    void aLatencyLogGetsNoMoreMemoryThanItHolds() throws IOException {
        ByteBuffer head = ByteBuffer.allocate(40);
        head.putInt(0x1c849303 | 0x10)
                .putInt(Integer.MAX_VALUE - 64)
                .putInt(0)
                .putInt(3)
                .putLong(1)
                .putLong(1L << 40);
        head.putDouble(1);
        for (int length : new int[] {40, 40 + (1 << 26)}) {
            Deflater deflater = new Deflater();
            deflater.setInput(Arrays.copyOf(head.array(), length));
            deflater.finish();
            byte[] packed = new byte[1 << 18];
            int size = deflater.deflate(packed);
            deflater.end();
            ByteBuffer line = ByteBuffer.allocate(8 + size);
            line.putInt(0x1c849304 | 0x10).putInt(size).put(packed, 0, size);
            Path file = run.path().resolve("latency/t.hlog");
            Files.writeString(file, "0.0,0.0,0.0," + Base64.getEncoder().encodeToString(line.array()) + "\n");
            assertThatThrownBy(() -> read("latency/t.hlog"))
                    .isInstanceOf(UnreadableRunException.class)
                    .hasMessageStartingWith(file + ": not an HdrHistogram log: ");
        }
    }

    @Test
    void aFileLargerThanAnyIsRefusedUnread() throws IOException {
        for (String file : FILES.subList(0, 5)) {
            Path path = run.path().resolve(file);
            try (var channel = Files.newByteChannel(path, java.nio.file.StandardOpenOption.WRITE)) {
                channel.position(8L << 30).write(ByteBuffer.wrap(new byte[] {1}));
            }
            assertThatThrownBy(() -> read(file))
                    .isInstanceOf(UnreadableRunException.class)
                    .hasMessageContaining(" bytes long");
        }
    }

    @Test
    void aLineOfMoreCellsThanAnyIsRefused() throws IOException {
        Path file = run.path().resolve("results.csv");
        Files.writeString(file, Files.readString(file) + ",".repeat(1 << 20) + "\n");
        assertThatThrownBy(() -> read("results.csv"))
                .isInstanceOf(UnreadableRunException.class)
                .hasMessage(file + ", line 4: must be at most 65536 bytes long");
    }

    @Test
    void textThatLooksLikeAFormulaIsNoneAndComesBackAsItWas() throws IOException {
        Path file = run.path().resolve("results.csv");
        Files.delete(file);
        List<TrialRow> rows = new ArrayList<>();
        for (String text : List.of("=1+1", "+1", "-1", "@x", "\tx", "'=1", "'quoted'", "''", "＝1", "plain -1")) {
            rows.add(new TrialRow(ResultsFileTest.row("t" + rows.size(), 1).setup(), new Failed(text)));
            run.append(rows.get(rows.size() - 1));
        }
        assertThat(run.rows()).isEqualTo(rows);
        assertThat(Files.readString(file))
                .contains(",'=1+1,", ",'-1,", ",plain -1,")
                .doesNotContain(",=1", ",@x");
        List<Bound> bounds = List.of(new Bound("=a", "-k", "@w", 1));
        run.writeBounds(bounds);
        assertThat(run.bounds()).isEqualTo(bounds);
        assertThat(Files.readString(run.path().resolve("bounds.csv"))).contains("'=a,'-k,'@w,1.0");
    }

    @Test
    void whateverIsCutOrChangedIsReadOrOneSentence() throws IOException {
        Random random = new Random(23);
        for (String file : FILES) {
            Path path = run.path().resolve(file);
            byte[] whole = Files.readAllBytes(path);
            for (int i = 0; i < 400; i++) {
                byte[] changed = Arrays.copyOf(whole, i % 4 == 0 ? random.nextInt(whole.length) : whole.length);
                for (int n = random.nextInt(3); n >= 0 && changed.length > 0; n--) {
                    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(path, changed);
                try {
                    read(file);
                } catch (IOException e) {
                    assertThat(e.getMessage())
                            .as(new String(changed, StandardCharsets.ISO_8859_1))
                            .contains(path.toString());
                }
            }
            Files.write(path, whole);
        }
    }
}
