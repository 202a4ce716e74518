package dev.onsale.harness.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The command line that starts this program again, or another main class of its class path, in a Java machine like this one. */
public record JavaProgram(String mainClass) {
    /** The program itself. */
    public static JavaProgram onsale() {
        return new JavaProgram("dev.onsale.harness.cli.Main");
    }

    List<String> command(List<String> largestHeap, Path temporaryDirectory, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + temporaryDirectory);
        // Java's performance file is the one thing that it writes to the common temporary directory, and leaves there
        // when it is killed.
        command.add("-XX:-UsePerfData");
        command.addAll(MemoryOptions.ofProcess().options(largestHeap));
        command.addAll(quiet());
        command.add("-cp");
        command.add(absoluteClassPath(System.getProperty("java.class.path")));
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    /** The options that keep this Java from warning about what libraries do. */
    public static List<String> quiet() {
        return quiet(Runtime.version().feature());
    }

    /** What keeps newer Java from warning about what libraries do. Older Java refuses to start with options that it does not know. */
    static List<String> quiet(int javaVersion) {
        List<String> options = new ArrayList<>();
        if (javaVersion >= 22) {
            options.add("--enable-native-access=ALL-UNNAMED");
        }
        if (javaVersion >= 23) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }

    private static String absoluteClassPath(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
