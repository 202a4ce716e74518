package dev.onsale.harness.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.harness.External;
import dev.onsale.harness.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a harness ends, within seconds nothing that it started is left: no process, no file. */
@Timeout(180)
class GuardianIT {
    private static final Duration SECONDS = Duration.ofSeconds(20);

    /** How a harness ends. */
    private enum End {
        KILL {
            @Override
            void of(ProcessHandle harness) {
                harness.destroyForcibly();
            }
        },
        TERM {
            @Override
            void of(ProcessHandle harness) {
                harness.destroy();
            }
        },
        /** As a terminal does it: to the harness, its children and the guardian alike. */
        CTRL_C {
            @Override
            void of(ProcessHandle harness) throws IOException {
                Family.of(harness).signal("INT");
            }
        };

        abstract void of(ProcessHandle harness) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftOfRedisAndTheEmbeddedBroker(End end) throws IOException {
        nothingIsLeft(end, List.of("redis", "broker"));
    }

    @ParameterizedTest
    @EnumSource(names = {"KILL", "CTRL_C"})
    @Needs(External.RABBITMQ)
    void nothingIsLeftOfRabbitMq(End end) throws IOException {
        nothingIsLeft(end, List.of("redis", "rabbitmq"));
    }

    @Test
    void nothingIsLeftOfChildrenThatDoNotListen() throws IOException {
        nothingIsLeft(End.KILL, List.of("stubborn", "paused"));
    }

    @Test
    void aChildThatLeftItsParentIsFound(@TempDir Path temporary) throws IOException {
        Path file = temporary.resolve("pid");
        try (ChildProcess harness = harness(List.of(file.toString()))) {
            await().atMost(SECONDS).until(() -> Files.exists(file) && Files.size(file) > 0);
            ProcessHandle daemon = ProcessHandle.of(
                            Long.parseLong(Files.readString(file).strip()))
                    .orElseThrow();

            End.KILL.of(harness.handle());

            await().atMost(SECONDS).until(() -> !Family.isRunning(daemon));
        }
    }

    @Test
    void aHarnessInsideAHarnessEndsWithIt() throws IOException {
        Path directory;
        List<ProcessHandle> running;
        try (Processes outer = Processes.open(new JavaProgram(Doomed.class.getName()))) {
            ChildProcess inner = outer.onsale("harness", List.of("redis", "stubborn"));
            directory = Path.of(inner.readyLine());
            running = inner.handle().descendants().collect(Collectors.toList());
        }

        await().atMost(SECONDS).until(() -> Files.notExists(directory));
        assertThat(running).hasSizeGreaterThan(2).noneMatch(Family::isRunning);
    }

    private static void nothingIsLeft(End end, List<String> children) throws IOException {
        try (ChildProcess harness = harness(children)) {
            Path directory = Path.of(harness.readyLine());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
            List<ProcessHandle> running = harness.handle().descendants().collect(Collectors.toList());
            assertThat(running).hasSizeGreaterThan(children.size());

            end.of(harness.handle());

            await().atMost(SECONDS).until(() -> running.stream().noneMatch(Family::isRunning));
            await().atMost(SECONDS).until(() -> Files.notExists(directory));
        }
    }

    /** Not under the guardian of these tests: the harness's own is what is tested. */
    private static ChildProcess harness(List<String> children) throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        JavaProgram doomed = new JavaProgram(Doomed.class.getName());
        Process process = new ProcessBuilder(doomed.command(List.of(), temporary, children)).start();
        ChildProcess harness = new ChildProcess("harness", process);
        harness.awaitReady(Duration.ofMinutes(2));
        return harness;
    }
}
