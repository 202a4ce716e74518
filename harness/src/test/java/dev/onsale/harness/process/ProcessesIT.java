package dev.onsale.harness.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.harness.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessesIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void conversesByLines() throws IOException {
        try (ChildProcess cat = Servers.processes().start("cat", List.of("cat"), System.getenv())) {
            cat.send("{\"open\":\"sale-17\"}");
            cat.send("ä€😀");
            assertThat(cat.readLine(SOON)).isEqualTo("{\"open\":\"sale-17\"}");
            assertThat(cat.readLine(SOON)).isEqualTo("ä€😀");
        }
    }

    @Test
    void silenceIsAnErrorAfterItsTime() throws IOException {
        try (ChildProcess cat = Servers.processes().start("cat", List.of("cat"), System.getenv())) {
            assertThatThrownBy(() -> cat.readLine(Duration.ofMillis(50)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cat said nothing for 50 ms");
        }
    }

    @Test
    void theEndIsToldWithTheLastWords() throws IOException {
        List<String> command = List.of("/bin/sh", "-c", "echo one; echo two >&2; exit 3");
        try (ChildProcess child = Servers.processes().start("child", command, System.getenv())) {
            assertThat(child.readLine(SOON)).isEqualTo("one");
            assertThatThrownBy(() -> child.readLine(SOON))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("child has ended; exit status 3")
                    .hasMessageContaining("\n    two");
            assertThat(child.ended()).succeedsWithin(SOON).isEqualTo(3);
        }
    }

    @Test
    void aProgramThatDoesNotExistIsNotStarted() {
        assertThatThrownBy(() -> Servers.processes().program("nginx", List.of("no-such-program")))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot start nginx: no such program: no-such-program");
    }

    @Test
    void aHarnessThatEndsBeforeItsGuardianKnowsLeavesNoChild(@TempDir Path temporary) throws Exception {
        Path witness = temporary.resolve("witness");
        Process gate = new ProcessBuilder("/bin/sh", "-c", Processes.GATE, "gate", "touch", witness.toString()).start();

        gate.getOutputStream().close();

        assertThat(gate.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(witness).doesNotExist();
    }

    @Test
    void aProgramThatEndsBeforeItIsReadyIsAnErrorWithWhatItSaid() throws IOException {
        try (Processes processes = Processes.open(new JavaProgram("no.such.Main"))) {
            assertThatThrownBy(() -> processes.onsale("worker-1", List.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("worker-1 has ended; exit status 1")
                    .hasMessageContaining("no.such.Main");
        }
    }

    @Test
    void whatNobodyReadsDoesNotStopAProgram() throws IOException {
        List<String> command = List.of("/bin/sh", "-c", "i=0; while [ $i -lt 5000 ]; do echo $i; i=$((i+1)); done");
        try (ChildProcess program = Servers.processes().program("talker", command)) {
            assertThat(program.ended()).succeedsWithin(SOON).isEqualTo(0);
            assertThat(program.account()).contains("    4999").doesNotContain("    4000\n");
        }
    }

    @Test
    void closingEndsDescendantsToo() throws IOException {
        List<String> command = List.of("/bin/sh", "-c", "sleep 1000 & sleep 1000 & wait");
        ChildProcess parent = Servers.processes().program("parent", command);
        await().atMost(SOON).until(() -> parent.handle().descendants().count() == 2);
        List<ProcessHandle> children = parent.handle().descendants().toList();

        parent.close(Duration.ofMillis(100));

        assertThat(children).noneMatch(Family::isRunning);
        assertThat(Family.isRunning(parent.handle())).isFalse();
    }

    /** Killed after seven seconds it would have status 137. */
    @Test
    void aPausedChildLeavesWhenItIsAskedTo() throws IOException {
        ChildProcess paused = Servers.processes().program("paused", List.of("sleep", "1000"));
        paused.pause();

        paused.close();

        assertThat(paused.ended()).succeedsWithin(SOON).isEqualTo(143);
    }

    @Test
    void cpuTimeCountsDescendantsAndStaysKnownAfterTheEnd() throws IOException {
        List<String> command = List.of("/bin/sh", "-c", "(while :; do :; done) & wait");
        ChildProcess busy = Servers.processes().program("busy", command);
        await().atMost(SOON).until(() -> busy.cpuTime().compareTo(Duration.ofMillis(200)) >= 0);

        busy.kill();

        assertThat(busy.cpuTime()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void theEnvironmentIsExactlyWhatWasAskedForAndTheMark() throws IOException {
        try (ChildProcess env = Servers.processes().start("env", List.of("/usr/bin/env"), Map.of("HOME", "/nowhere"))) {
            String first = env.readLine(SOON);
            String second = env.readLine(SOON);
            assertThat(List.of(first, second)).anyMatch("HOME=/nowhere"::equals);
        }
    }

    @Test
    void closingRemovesTheDirectory() throws IOException {
        Processes processes = Processes.open(JavaProgram.onsale());
        Path file = Files.writeString(processes.newDirectory("redis").resolve("data"), "x");
        ChildProcess child = processes.program("sleep", List.of("sleep", "1000"));

        processes.close();
        processes.close();

        assertThat(file).doesNotExist();
        assertThat(processes.directory()).doesNotExist();
        assertThat(Family.isRunning(child.handle())).isFalse();
    }

    /** Whoever starts it again because it has ended must not find that it has not. */
    @Test
    void whatWasKilledRunsNoMore() throws IOException {
        for (int i = 0; i < 100; i++) {
            ChildProcess child = Servers.processes().program("killed", List.of("sleep", "1000"));
            assertThat(child.isRunning()).isTrue();
            child.kill();
            assertThat(child.isRunning()).isFalse();
            child.close();
        }
    }
}
