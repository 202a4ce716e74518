package dev.onsale.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.history.Verdict;
import dev.onsale.core.workload.Shape;
import dev.onsale.core.workload.WorkloadGenerator;
import dev.onsale.record.Proof;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.TrialResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single combinations, as a user runs them, with worker processes and real servers. */
final class RunIT {
    @TempDir
    private Path directory;

    @Test
    void theCoursesOwnFilesSellExactlyWhatTheyMust() throws IOException {
        Path files = Files.createDirectory(directory.resolve("workloads"));
        write(WorkloadGenerator.of(Shape.COURSE_UNNUMBERED), files.resolve("benchmark_unnumbered_20000.txt"));
        write(WorkloadGenerator.of(Shape.COURSE_NUMBERED), files.resolve("benchmark_numbered_60000.txt"));
        Said said = new UserRun(directory)
                .start("run", "--workload", files.toString(), "--architecture", "direct,indirect");
        assertThat(said.code()).as(said.err()).isZero();
        RunDirectory run = new UserRun(directory).record();
        assertThat(run.rows()).hasSize(4).allSatisfy(row -> {
            assertThat(UserRun.figures(row).sold()).isEqualTo(20_000);
            assertThat(UserRun.figures(row).rejected())
                    .isEqualTo(row.setup().model().equals("numbered") ? 5_997 : 0);
        });
        assertThat(run.info().workloads())
                .extracting(file -> file.sha256())
                .containsExactlyInAnyOrder(
                        "90c6a5075685269ff1748b754bc10375a2390ef71314ef0766cc27a60793879f",
                        "f8510223816b0e72672af255e1edfde0c7f50aa785f668a54a64f956a137020f");
    }

    @Test
    void batchesDuplicatesAndAnotherEntryPointAreValidAndTheRecordSaysWhoRemembers() throws IOException {
        Said said = new UserRun(directory)
                .start(
                        "run",
                        "--architecture",
                        "direct,indirect",
                        "--strategy",
                        "lua,atomic-long",
                        "--capacity",
                        "2000",
                        "--batch",
                        "10",
                        "--duplicate",
                        "5%",
                        "--balancer",
                        "name-server",
                        "--model",
                        "unnumbered,numbered");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("retries agree");
        assertThat(new UserRun(directory).record().rows()).hasSize(8).allSatisfy(row -> {
            boolean remembers = row.setup().strategy().equals("lua");
            Proof proof = row.measured().orElseThrow().proof();
            assertThat(proof.retriesAgree()).contains(remembers ? "yes" : "no");
            assertThat(proof.attempts().orElseThrow())
                    .isGreaterThan((int) UserRun.figures(row).operations());
            assertThat(proof.replayed().orElseThrow()).matches(n -> remembers ? n > 0 : n == 0);
        });
    }

    @Test
    void racyIsConvictedWithTheRequestsThatProveIt() throws IOException {
        Path files = Files.createDirectory(directory.resolve("workloads"));
        write(WorkloadGenerator.of(Shape.COURSE_UNNUMBERED), files.resolve("unnumbered.txt"));
        Files.write(files.resolve("rivals.txt"), twoBuyersForEachOf(2000));
        Said said = new UserRun(directory)
                .start("run", "--strategy", "racy", "--capacity", "2000", "--workload", files.toString());
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.VIOLATION);
        assertThat(new UserRun(directory).record().rows()).hasSize(2).allSatisfy(row -> {
            assertThat(row.result().verdict()).isEqualTo(Verdict.INVALID);
            assertThat(((TrialResult.Measured) row.result()).detail())
                    .containsPattern("\\d{5} \\(client user\\d+.*was told SOLD");
        });
        Path results = new UserRun(directory).record().path().resolve("results.csv");
        Files.writeString(results, Files.readString(results).replace("INVALID,BROKEN", "VALID,BROKEN"));
        Said verified = Said.by("verify", new UserRun(directory).record().path().toString());
        assertThat(verified.out())
                .contains("BUT RECORDED AS VALID")
                .contains("2 of 2 trials judged again: 2 NOT AS RECORDED");
        assertThat(verified.code()).isEqualTo(ExitCode.VIOLATION);
    }

    @Test
    void aRunWhoseOwnAccountIsBrokenIsNotAsRecorded() throws IOException {
        Path workload = directory.resolve("few.txt");
        Files.write(workload, twoBuyersForEachOf(5));
        Said said = new UserRun(directory)
                .start(
                        "run",
                        "--architecture",
                        "in-process",
                        "--strategy",
                        "memory",
                        "--workers",
                        "1",
                        "--capacity",
                        "5",
                        "--workload",
                        workload.toString());
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.ALL_VALID);
        Path run = new UserRun(directory).record().path();
        Path results = run.resolve("results.csv");
        String whole = Files.readString(results);
        Files.writeString(results, whole.substring(0, whole.indexOf('\n') + 1));
        assertThat(Said.by("verify", run.toString()).out())
                .contains("0 of 0 trials judged again: there was nothing to judge");
        Files.writeString(results, whole.replace(",10,", "," + "9".repeat(21) + ","));
        for (String command : List.of("verify", "chart")) {
            assertThat(Said.by(command, run.toString()).code()).isEqualTo(ExitCode.USAGE);
        }
        Files.writeString(results, whole);
        Files.writeString(run.resolve("run.json"), "null");
        for (String command : List.of("verify", "chart")) {
            Said broken = Said.by(command, run.toString());
            assertThat(broken.code()).isEqualTo(ExitCode.USAGE);
            assertThat(broken.err()).contains("run.json: must be an object, and is null");
        }
    }

    @Test
    void aServerThatIsNotThereIsOneSentence() {
        Said said = Said.by("run", "--redis", "redis://user:secret@127.0.0.1:1", "--runs", directory.toString());
        assertThat(said.err()).contains("127.0.0.1:1").doesNotContain("secret", "Exception");
        assertThat(said.code()).isEqualTo(ExitCode.ENVIRONMENT);
    }

    /** Rivals stand next to each other, and so come to different workers at the same moment: thousands of chances to race, where one is enough. */
    private static List<String> twoBuyersForEachOf(int seats) {
        return IntStream.rangeClosed(1, 2 * seats)
                .mapToObj(buyer -> "BUY user%05d %d %05d".formatted(buyer, (buyer + 1) / 2, buyer))
                .toList();
    }

    private static void write(WorkloadGenerator generator, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            generator.write(out);
        }
    }
}
