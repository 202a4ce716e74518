package dev.onsale.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.harness.process.Processes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A directory with the launcher and a source, and a search path with what the launcher may use: the tools of a plain system, a Maven that
 * makes a jar of one line, and a Java that says how it was started.
 *
 * @param home the directory
 * @param bin the search path
 */
record Checkout(Path home, Path bin) {
    private static final List<String> TOOLS = List.of(
            "awk cat cksum dirname find grep head ln locale mkdir ps readlink rm rmdir sed sleep sort sysctl tail touch tr uname"
                    .split(" "));

    private static final String JAVA = """
            #!/bin/sh
            case " $* " in
              *' -version '*)
                [ -z "${JAVA_TOOL_OPTIONS:-}" ] || echo "Picked up JAVA_TOOL_OPTIONS: $JAVA_TOOL_OPTIONS" >&2
                echo "openjdk version \\"$(cat "${0%/*}/version")\\" 2026-01-01" >&2
                ;;
              *' --list-modules '*) cat "${0%/*}/modules" ;;
              *) echo "java $*" ;;
            esac
            """;

    /** Fails when another one is at work. Takes a moment, so that there would be. */
    private static final String MAVEN = """
            #!/bin/sh
            echo build >>"${0%/*}/builds"
            mkdir "${0%/*}/building" || exit 1
            sleep 1
            cat ./*/src/main/* >harness/target/onsale.jar
            rmdir "${0%/*}/building"
            """;

    /** What a command said, and its exit code. */
    record Ran(int code, String out, String err) {}

    /** In this directory, which is made. */
    static Checkout in(Path home) throws IOException {
        Path root = root();
        Path bin = Files.createDirectories(home.resolveSibling(home.getFileName() + "-bin"));
        Files.createDirectories(home.resolve("core-lib/src/main"));
        Files.createDirectories(home.resolve("harness/src/main"));
        Files.createDirectories(home.resolve(".mvn"));
        Files.copy(root.resolve("onsale"), home.resolve("onsale"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String file : List.of("pom.xml", "core-lib/pom.xml", "harness/pom.xml", "core-lib/src/main/Sale.java")) {
            Files.writeString(home.resolve(file), file);
        }
        Checkout checkout = new Checkout(home, bin);
        for (String tool : TOOLS) {
            if (Processes.find(tool).isPresent()) {
                Files.createSymbolicLink(bin.resolve(tool), Processes.find(tool).orElseThrow());
            }
        }
        checkout.program("java", JAVA);
        checkout.program("mvn", MAVEN);
        checkout.java("17.0.15");
        Files.writeString(bin.resolve("modules"), "java.base@17\njdk.compiler@17\n");
        return checkout;
    }

    /** The directory of this project. */
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        return Files.exists(directory.resolve("onsale")) ? directory : directory.resolveSibling("");
    }

    /** The Java calls itself that. */
    void java(String version) throws IOException {
        Files.writeString(bin.resolve("version"), version);
    }

    /** Uses this test's own Java, and the jar that the build made, as if Maven had been called by hand. */
    Checkout withRealJar() throws IOException {
        call("java", Path.of(System.getProperty("java.home"), "bin", "java"));
        Files.createDirectories(home.resolve("harness/target"));
        Files.copy(Path.of(System.getProperty("onsale.jar")), home.resolve("harness/target/onsale.jar"));
        date(Instant.EPOCH);
        return this;
    }

    private void call(String name, Path real) throws IOException {
        program(name, "#!/bin/sh\nexec " + real + " \"$@\"\n");
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** All sources, and the directories that they are in, were last changed then. */
    void date(Instant time) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(file -> !file.startsWith(home.resolve("harness/target")))
                    .toList()) {
                Files.setLastModifiedTime(file, FileTime.from(time));
            }
        }
    }

    /** How often Maven was called. */
    int builds() throws IOException {
        Path builds = bin.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    Ran run(String... arguments) throws IOException, InterruptedException {
        return run("sh", Map.of(), arguments);
    }

    Ran run(String shell, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return start(shell, environment, arguments).end();
    }

    /** Starts the launcher with no more of this environment than the tools need. */
    Started start(String shell, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Processes.find(shell).orElseThrow().toString());
        command.add(home.resolve("onsale").toString());
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(bin.toFile());
        builder.redirectOutput(Files.createTempFile(bin, "out", "").toFile());
        builder.redirectError(Files.createTempFile(bin, "err", "").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("ONSALE_MEMORY", "4096");
        builder.environment().putAll(environment);
        return new Started(
                builder.start(),
                builder.redirectOutput().file(),
                builder.redirectError().file());
    }

    /** A command that was started. */
    record Started(Process process, File out, File err) {
        /** Waits for it. */
        Ran end() throws IOException, InterruptedException {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ended").isTrue();
            return new Ran(process.exitValue(), read(out), read(err));
        }
    }

    private static String read(File file) throws IOException {
        return Files.readString(file.toPath());
    }
}
