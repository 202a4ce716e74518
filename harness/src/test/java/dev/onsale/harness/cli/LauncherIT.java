package dev.onsale.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.harness.cli.Checkout.Ran;
import dev.onsale.harness.cli.Checkout.Started;
import dev.onsale.harness.process.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that starts the program: what it builds, when, and with which options it starts which Java. */
final class LauncherIT {
    private static final List<String> OPTIONS =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "ONSALE_JVM_OPTIONS");

    /** Its name holds what names of directories may hold. */
    private Path home;

    @BeforeEach
    void in(@TempDir Path directory) {
        home = directory.resolve("Täglich neu (1)");
    }

    static Stream<String> shells() {
        return Stream.of("sh", "bash", "dash")
                .filter(shell -> Processes.find(shell).isPresent());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void buildsOnceAndAgainWhenASourceIsAnother(String shell) throws Exception {
        Checkout checkout = Checkout.in(home);
        assertThat(checkout.run(shell, Map.of(), "--help").err()).contains("onsale: building");
        Ran second = checkout.run(shell, Map.of(), "two words", "");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).endsWith("-jar " + home + "/harness/target/onsale.jar two words \n");
        assertThat(checkout.builds()).isEqualTo(1);

        change(home.resolve("core-lib/src/main/Sale.java"));
        assertThat(checkout.run(shell, Map.of(), "--help").code()).isZero();
        Files.delete(home.resolve("core-lib/src/main/Sale.java"));
        change(home.resolve("core-lib/src/main/Other.java"));
        assertThat(checkout.run(shell, Map.of(), "--help").code()).isZero();
        assertThat(checkout.builds()).isEqualTo(3);
    }

    @Test
    void whatIsChangedDuringABuildIsBuiltAtTheNextCall() throws Exception {
        Checkout checkout = Checkout.in(home);
        CompletableFuture<Void> changed = CompletableFuture.runAsync(() -> {
            await().until(() -> Files.exists(checkout.bin().resolve("building")));
            try {
                Files.writeString(home.resolve("core-lib/src/main/Sale.java"), "changed");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        checkout.run("--help");
        changed.get(10, TimeUnit.SECONDS);
        checkout.run("--help");
        assertThat(checkout.builds()).isEqualTo(2);
        checkout.run("--help");
        assertThat(checkout.builds()).isEqualTo(2);
    }

    /** Later than the last build, as the file system's clock has it, which ticks a few hundred times a second. */
    private void change(Path source) throws IOException {
        change(source, "changed");
    }

    private void change(Path source, String content) throws IOException {
        Path built = home.resolve("harness/target/onsale.built");
        do {
            Files.writeString(source, content);
        } while (Files.getLastModifiedTime(source).compareTo(Files.getLastModifiedTime(built)) <= 0);
    }

    @Test
    void aCopyWhoseTimesAreNewRunsWithoutMaven() throws Exception {
        Checkout checkout = Checkout.in(home);
        checkout.run("--help");
        Files.delete(checkout.bin().resolve("mvn"));
        checkout.date(Instant.now().plus(Duration.ofSeconds(2)));
        assertThat(checkout.run("--help"))
                .isEqualTo(new Ran(0, checkout.run("--help").out(), ""));

        change(home.resolve("core-lib/src/main/Sale.java"));
        Ran changed = checkout.run("--help");
        assertThat(changed.err()).isEqualTo("onsale: needs Maven 3.8.6 or later to build itself: no mvn on the PATH\n");
        assertThat(changed.code()).isEqualTo(ExitCode.ENVIRONMENT);
    }

    @Test
    void aCopyOfWhatMavenBuiltByHandRunsWithoutMavenAndSaysWhatItCannotKnow() throws Exception {
        Checkout checkout = Checkout.in(home);
        Files.delete(checkout.bin().resolve("mvn"));
        Files.writeString(
                Files.createDirectories(home.resolve("harness/target")).resolve("onsale.jar"), "jar");
        checkout.date(Instant.now().plus(Duration.ofSeconds(2)));
        Ran ran = checkout.run("--help");
        assertThat(ran.err()).contains("the jar may be older than the sources");
        assertThat(ran.code()).isZero();
    }

    @Test
    void sourcesOfTheFutureAreNotBuiltAtEachCall() throws Exception {
        Checkout checkout = Checkout.in(home);
        checkout.date(Instant.now().plus(Duration.ofDays(400)));
        for (int i = 0; i < 3; i++) {
            assertThat(checkout.run("--help").code()).isZero();
        }
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void whatMavenBuiltByHandIsNotBuiltAgainAndNotTakenForAnEarlierBuild() throws Exception {
        Checkout checkout = Checkout.in(home);
        checkout.run("--help");
        Path source = home.resolve("core-lib/src/main/Sale.java");
        String before = Files.readString(source);
        change(source);
        Files.writeString(home.resolve("harness/target/onsale.jar"), "jar of what was changed");
        assertThat(checkout.run("--help").code()).isZero();
        assertThat(checkout.builds()).isEqualTo(1);

        change(source, before);
        assertThat(checkout.run("--help").code()).isZero();
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void commandsThatComeTogetherBuildOneAfterTheOtherAndSoOnce(String shell) throws Exception {
        Checkout checkout = Checkout.in(home);
        List<Started> started = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            started.add(checkout.start(shell, Map.of(), "--help"));
        }
        for (Started command : started) {
            assertThat(command.end().code()).isZero();
        }
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void aBuildThatWasKilledIsNotWaitedFor() throws Exception {
        Checkout checkout = Checkout.in(home);
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path lock = Files.createDirectories(home.resolve("harness/target")).resolve("onsale.lock");
        Files.createSymbolicLink(lock, Path.of(Long.toString(gone.pid())));
        assertThat(checkout.run("--help").code()).isZero();
        assertThat(lock).doesNotExist();
    }

    @Test
    void aBuildThatFailsLeavesNoLockAndIsNoViolation() throws Exception {
        Checkout checkout = Checkout.in(home);
        Files.createDirectory(checkout.bin().resolve("building"));
        Ran ran = checkout.run("--help");
        assertThat(ran.err()).contains("onsale: the build failed, see harness/target/build.log");
        assertThat(ran.code()).isEqualTo(ExitCode.ENVIRONMENT);
        try (Stream<Path> left = Files.list(home.resolve("harness/target"))) {
            assertThat(left).extracting(file -> file.getFileName().toString()).containsExactly("build.log");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_402", "9", "11", "11.0.2", "16", "16.0.2"})
    void anOldJavaIsRefusedBeforeAnythingIsBuilt(String version) throws Exception {
        Checkout checkout = Checkout.in(home);
        checkout.java(version);
        Ran ran = checkout.run("JAVA_TOOL_OPTIONS");
        assertThat(ran.err())
                .isEqualTo("onsale: needs a JDK 17 or later, and "
                        + checkout.bin().resolve("java") + " is " + version + "\n");
        assertThat(ran.code()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(checkout.builds()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "17, false",
        "17.0.15, false",
        "22.0.1, false",
        "23-ea, true",
        "25.0.3, true",
        "26-ea, true",
        "100, true"
    })
    void aNewJavaIsKnownByWhatItSaysAndNotByWhatItWasTold(String version, boolean quieted) throws Exception {
        Checkout checkout = Checkout.in(home);
        checkout.java(version);
        Ran ran = checkout.run("sh", Map.of("JAVA_TOOL_OPTIONS", "-Dapp=version \"11\""), "--help");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out().contains("--sun-misc-unsafe-memory-access=allow")).isEqualTo(quieted);
    }

    @Test
    void aJavaWithoutCompilerRunsWhatIsBuiltAndSaysThatItCannotBuild() throws Exception {
        Checkout checkout = Checkout.in(home);
        Files.writeString(checkout.bin().resolve("modules"), "java.base@17\n");
        Ran ran = checkout.run("--help");
        assertThat(ran.err())
                .isEqualTo("onsale: needs a JDK to build itself, and "
                        + checkout.bin().resolve("java") + " has no compiler\n");
        assertThat(ran.code()).isEqualTo(ExitCode.ENVIRONMENT);
        Files.writeString(home.resolve("harness/target/onsale.jar"), "jar");
        assertThat(checkout.run("--help").code()).isZero();
    }

    @Test
    void onlyWhoDrivesOrServesLoadTakesMemoryBeforeItIsNeeded() throws Exception {
        Checkout checkout = Checkout.in(home);
        String pages = System.getProperty("os.name").equals("Linux")
                ? " -XX:+UseTransparentHugePages -XX:+AlwaysPreTouch"
                : "";
        for (String command : List.of("run", "matrix", "limits", "client", "worker")) {
            assertThat(checkout.run(command, "--seed", "1").out())
                    .contains(" -XX:+UseSerialGC -Xms512m -Xmn256m" + pages + " -jar ");
            assertThat(checkout.run(command, "--help").out()).contains(" -XX:+UseSerialGC -jar ");
        }
        for (String command : List.of("--help", "balancer", "name-server", "verify", "chart", "bench", "workload")) {
            assertThat(checkout.run(command, "run").out()).contains(" -XX:+UseSerialGC -jar ");
        }
    }

    @Test
    void whereMemoryIsScarceTheHeapIsAPartOfIt() throws Exception {
        Checkout checkout = Checkout.in(home);
        assertThat(checkout.run("sh", Map.of("ONSALE_MEMORY", "800"), "run").out())
                .contains(" -XX:+UseSerialGC -Donsale.memory=800 -Xmx200m -jar ");
        Ran ran = checkout.run("sh", Map.of("ONSALE_MEMORY", "1g"), "run");
        assertThat(ran.err()).isEqualTo("onsale: ONSALE_MEMORY must be a number of megabytes: 1g\n");
        assertThat(ran.code()).isEqualTo(ExitCode.ENVIRONMENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx256m",
                "-Xms600m",
                "-Xmn16m -Xmx64m",
                "-XX:MaxHeapSize=100m",
                "-XX:MaxRAMPercentage=5",
                "-XX:+UseG1GC",
                "-XX:+UseParallelGC -Xmx1g",
                "-XX:+UseZGC -XX:-AlwaysPreTouch",
                "-XX:+UseSerialGC"
            })
    void aHeapOrACollectorThatTheUserNamesStandsWhereverItIsNamed(String users) throws Exception {
        Checkout checkout = Checkout.in(home).withRealJar();
        for (String variable : OPTIONS) {
            Ran ran = checkout.run("sh", Map.of(variable, users), "run", "--workers", "0");
            assertThat(ran.err()).endsWith("onsale: --workers must be a whole number from 1 to 64: 0\n");
            assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void aJavaThatDoesNotStartIsNoViolation() throws Exception {
        Checkout checkout = Checkout.in(home).withRealJar();
        Map<String, String> wrong = Map.of(
                "-XX:+UseSerialGC -XX:+UseG1GC", "Multiple garbage collectors selected",
                "-Xms2g -Xmx1g", "Initial heap size set to a larger value than the maximum heap size",
                "-XX:+NoSuchOption", "Unrecognized VM option 'NoSuchOption'");
        for (Map.Entry<String, String> option : wrong.entrySet()) {
            for (String variable : OPTIONS) {
                Ran ran = checkout.run("sh", Map.of(variable, option.getKey()), "--help");
                assertThat(ran.err())
                        .startsWith("onsale: Java does not start: ")
                        .contains(option.getValue());
                assertThat(ran.err().lines()).hasSize(1);
                assertThat(ran.code()).isEqualTo(ExitCode.ENVIRONMENT);
            }
        }
    }

    @Test
    void aWorkloadTooLargeForTheHeapIsOneSentence() throws Exception {
        Checkout checkout = Checkout.in(home).withRealJar();
        Ran ran = checkout.run("sh", Map.of("ONSALE_JVM_OPTIONS", "-Xmx24m"), "run", "--capacity", "1000000");
        assertThat(ran.err())
                .matches("onsale: Java's heap of 2\\d MB is too small for this: give it more with"
                        + " ONSALE_JVM_OPTIONS=-Xmx2g, or ask for less\n");
        assertThat(ran.code()).isEqualTo(ExitCode.ENVIRONMENT);
    }

    /** All at once, as a new user of a small machine may have it: little memory, no locale, a name with other letters, options of his own. */
    @Test
    void aSmallMachineWithoutLocaleRunsEveryArchitecture() throws Exception {
        Checkout checkout = Checkout.in(home).withRealJar();
        Set<Long> before = orphanedStores();
        Path workloads = Files.createDirectory(home.resolve("Übung"));
        Files.write(
                workloads.resolve("ten.txt"),
                Stream.iterate(1, i -> i + 1)
                        .limit(10)
                        .map(i -> "BUY buyer" + i + " request" + i)
                        .toList());
        Ran ran = checkout.run(
                "sh",
                Map.of("ONSALE_MEMORY", "700", "LC_ALL", "C", "JAVA_TOOL_OPTIONS", "-XX:+UseParallelGC"),
                "run",
                "--architecture",
                "in-process,direct,indirect",
                "--workload",
                workloads.toString(),
                "--capacity",
                "8",
                "--warm-up",
                "1",
                "--redis",
                "embedded",
                "--amqp",
                "embedded",
                "--runs",
                home.resolve("Läufe").toString());
        assertThat(ran.err()).doesNotContain("defect");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains(home.resolve("Läufe").toString());
        await().untilAsserted(() -> assertThat(orphanedStores()).isSubsetOf(before));
    }

    /** Stores of ours that nobody would stop any more. */
    private static Set<Long> orphanedStores() {
        return ProcessHandle.allProcesses()
                .filter(one -> one.parent().map(ProcessHandle::pid).orElse(1L) == 1L)
                .filter(one -> one.info().command().orElse("").matches(".*/onsale-.*/redis-server\\b.*"))
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    @Test
    void whereNothingCouldBeStoppedNothingIsStarted() throws Exception {
        Checkout checkout = Checkout.in(home).withRealJar();
        Files.delete(checkout.bin().resolve("awk"));
        Ran ran = checkout.run("run", "--redis", "embedded", "--runs", home.toString());
        assertThat(ran.err()).contains("there is no awk on the PATH").doesNotContain("defect");
        assertThat(ran.code()).isEqualTo(ExitCode.ENVIRONMENT);
    }

    @Test
    void aNameThatJavaCannotReadIsASentence() {
        Said said = Said.by("chart", "a\0b");
        assertThat(said.err())
                .startsWith("onsale: RUN must be a path of this system: ")
                .contains("Nul character");
        assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    }

    /** As Git on Windows does it, unless the files that break are named. */
    @Test
    void aCheckoutHasTheLineEndsThatScriptsNeed() throws Exception {
        Path origin = Files.createDirectories(home.resolve("origin"));
        Path script = Checkout.root().resolve("harness/src/main/resources/dev/onsale/harness/process/guardian.sh");
        Files.copy(Checkout.root().resolve(".gitattributes"), origin.resolve(".gitattributes"));
        Files.copy(Checkout.root().resolve("onsale"), origin.resolve("onsale"));
        Files.copy(script, origin.resolve("guardian.sh"));
        Files.write(origin.resolve("plot.png"), new byte[] {'a', '\r', '\n', 'b', '\n'});
        git(origin, "init", "-q");
        git(origin, "-c", "core.autocrlf=true", "add", "-A");
        git(origin, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "files");
        git(home, "-c", "core.autocrlf=true", "clone", "-q", origin.toString(), "clone");
        for (String file : List.of("onsale", "guardian.sh", "plot.png")) {
            assertThat(home.resolve("clone").resolve(file)).hasSameBinaryContentAs(origin.resolve(file));
        }
    }

    private static void git(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(git.waitFor()).isZero();
    }
}
