package dev.onsale.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.history.Verdict;
import dev.onsale.record.TrialResult.Failed;
import dev.onsale.record.TrialResult.Measured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsFileTest {
    @TempDir
    Path directory;

    private Path file;
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void name() {
        file = directory.resolve("results.csv");
    }

    private ResultsFile results() {
        return new ResultsFile(new RunFiles(directory), warnings::add);
    }

    @Test
    void columnsAreTheDesignsInItsOrder() {
        assertThat(String.join(", ", ResultsFile.columns()))
                .startsWith(
                        "trial, architecture, model, strategy, workers, repeat, balancer, queue, broker, store, durability,"
                                + " workload, concurrency, batch, prefetch, operations, sold, rejected, not_executed, unknown,"
                                + " elapsed_seconds, throughput_ops_s, p50_ms, p95_ms, p99_ms, p999_ms, max_ms, verdict, level, detail");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsWrittenIsRead(long seed) throws IOException {
        RandomRows random = new RandomRows(seed);
        List<TrialRow> rows = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            rows.add(random.row("trial-" + i));
            results().append(rows.get(i));
        }
        assertThat(results().read()).as("seed %d", seed).containsExactlyElementsOf(rows);
        assertThat(Files.readAllLines(file)).hasSize(51);
        assertThat(warnings).isEmpty();
    }

    @Test
    void noFileHasNoRows() throws IOException {
        assertThat(results().read()).isEmpty();
    }

    @Test
    void killedAtAnyByteTheCompleteRowsAreReadAndTheRunGoesOn() throws IOException {
        List<TrialRow> rows = List.of(row("a", 1), row("b", 2));
        results().append(rows.get(0));
        long one = Files.size(file);
        results().append(rows.get(1));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length <= whole.length; length += 3) {
            Files.write(file, Arrays.copyOf(whole, length));
            List<TrialRow> complete = rows.subList(0, length == whole.length ? 2 : length >= one ? 1 : 0);
            assertThat(results().read()).as("killed after %d bytes", length).isEqualTo(complete);

            results().append(row("c", 3));
            warnings.clear();
            List<TrialRow> resumed = new ArrayList<>(complete);
            resumed.add(row("c", 3));
            assertThat(results().read()).as("resumed after %d bytes", length).isEqualTo(resumed);
            assertThat(warnings).isEmpty();
        }
    }

    @Test
    void aTornLineIsReported() throws IOException {
        results().append(row("a", 1));
        Files.writeString(file, "b,direct,unnum", StandardOpenOption.APPEND);
        assertThat(results().read()).containsExactly(row("a", 1));
        assertThat(warnings)
                .containsExactly(file + ": the last line is incomplete and counts as missing: b,direct,unnum");
    }

    @Test
    void aTrialThatFailedHasNoFigureNotEvenZero() throws IOException {
        TrialRow failed = new TrialRow(row("a", 1).setup(), new Failed("no broker: connection refused"));
        results().append(failed);
        assertThat(Files.readAllLines(file).get(1))
                .endsWith(",,,,,,,,,,,,,UNKNOWN,,no broker: connection refused" + ",".repeat(22));
        assertThat(results().read()).containsExactly(failed);
    }

    @Test
    void aFileFromBeforeTheLaterColumnsIsRead() throws IOException {
        TrialRow row = row("a", 1);
        results().append(row);
        List<String> lines = Files.readAllLines(file);
        int proof = lines.get(0).indexOf(",declared,");
        int columns = new Columns<>(Proof.class).names().size()
                + new Columns<>(Cost.class).names().size()
                + new Columns<>(Further.class).names().size()
                + new Columns<>(Incidents.class).names().size();
        Files.writeString(
                file,
                lines.get(0).substring(0, proof) + "\n"
                        + lines.get(1).substring(0, lines.get(1).length() - columns) + "\n");
        assertThat(results().read()).containsExactly(row);
    }

    @Test
    void theLaterRowOfATrialCounts() throws IOException {
        results().append(new TrialRow(row("a", 1).setup(), new Failed("no room")));
        results().append(row("b", 2));
        results().append(row("a", 3));
        assertThat(results().read()).containsExactly(row("a", 3), row("b", 2));
    }

    @Test
    void aRowIsALineWithoutCredentials() throws IOException {
        results().append(new TrialRow(row("a", 1).setup(), new Failed("redis://me:secret@host:1\r\nrefused")));
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(Files.readString(file)).contains(",redis://host:1 refused,").doesNotContain("secret");
    }

    @Test
    void aPasswordThatWasNotEncodedIsNoneOfTheFilesBusiness() throws IOException {
        results().append(new TrialRow(row("a", 1).setup(), new Failed("no amqp://me:se/c@ret@host:1 there")));
        assertThat(Files.readString(file)).contains("no amqp://host:1 there").doesNotContain("me:se", "c@ret");
    }

    @Test
    void columnsAreFoundByNameAndOthersPassedOver() throws IOException {
        results().append(row("a", 1));
        List<String> lines = Files.readAllLines(file);
        Files.writeString(file, "added," + lines.get(0) + "\nx," + lines.get(1) + "\n");
        assertThat(results().read()).containsExactly(row("a", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.25  | fast    | line 3: column p50_ms must be a number: \"fast\"",
                "0.25  | ''      | line 3: column p50_ms must be a number: \"\"",
                "0.25  | -1      | line 3: must be finite and >= 0: p50Ms=-1.0",
                "VALID | GOOD    | line 3: column verdict must be one of [VALID, UNKNOWN, INVALID]: \"GOOD\"",
                "VALID,EXACT| VALID   | line 3: must have as many columns as the header",
                "lua   | \"l\"ua | after line 2: not a CSV file:",
            })
    void aLineThatIsNoRowIsRefusedWithItsPlace(String good, String bad, String expected) throws IOException {
        results().append(row("a", 1));
        results().append(row("b", 2));
        List<String> lines = Files.readAllLines(file);
        lines.set(2, lines.get(2).replace(good, bad));
        Files.write(file, lines);
        assertThatThrownBy(() -> results().read())
                .isInstanceOf(UnreadableRunException.class)
                .hasMessageStartingWith(file + ", " + expected);
    }

    @Test
    void aHeaderWithoutAColumnIsRefused() throws IOException {
        results().append(row("a", 1));
        Files.writeString(file, Files.readString(file).replace("p99_ms,", ""));
        assertThatThrownBy(() -> results().read())
                .hasMessage(file + ", line 1: the header must have the columns [p99_ms]");
        assertThatThrownBy(() -> results().append(row("b", 2)))
                .hasMessageStartingWith(file + ", line 1: another version wrote this file");
    }

    @Test
    void textIsUtf8() throws IOException {
        TrialRow row = new TrialRow(row("a", 1).setup(), new Failed("größer – 票"));
        results().append(row);
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)).contains("größer – 票");
        assertThat(results().read()).containsExactly(row);
    }

    static TrialRow row(String trial, int workers) {
        TrialSetup setup = new RandomRows(1).row(trial).setup();
        Figures figures = new Figures(20_000, 20_000, 0, 0, 0, 1.5, 13_333.333333, 0.25, 0.5, 1, 2, 4);
        return new TrialRow(
                new TrialSetup(
                        trial,
                        "direct",
                        "unnumbered",
                        "lua",
                        workers,
                        1,
                        "own",
                        "",
                        "",
                        "Redis 7.0.15 (embedded)",
                        "everysec",
                        "course",
                        128,
                        1,
                        setup.prefetch()),
                new Measured(figures, Verdict.VALID, "EXACT", "票"));
    }
}
