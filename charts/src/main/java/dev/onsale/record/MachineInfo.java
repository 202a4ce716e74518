package dev.onsale.record;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine that a run was measured on.
 *
 * @param processor the model's name as the operating system tells it, or the instruction set where it does not
 * @param cores those that this process may use
 * @param memoryBytes of the machine, or of the container that this process is in
 * @param os name, version and instruction set
 */
public record MachineInfo(String processor, int cores, long memoryBytes, String os) {
    /** This machine. Reads files and properties only, and starts no process. */
    public static MachineInfo gather() {
        return new MachineInfo(
                processorName(Path.of("/proc/cpuinfo")),
                Runtime.getRuntime().availableProcessors(),
                totalMemoryBytes(),
                distribution(Path.of("/etc/os-release"))
                                .map(name -> name + ", ")
                                .orElse("")
                        + property("os.name")
                        + ' '
                        + property("os.version")
                        + ' '
                        + property("os.arch"));
    }

    /** In a form for people, such as {@code AMD EPYC 7763, 2 cores, 8 GB}. */
    @Override
    public String toString() {
        long gigabytes = Math.round(memoryBytes / (double) (1L << 30));
        return processor + ", " + cores + (cores == 1 ? " core, " : " cores, ") + gigabytes + " GB";
    }

    static String processorName(Path cpuinfo) {
        return value(cpuinfo, "model name", ":").orElse(property("os.arch"));
    }

    static Optional<String> distribution(Path osRelease) {
        return value(osRelease, "PRETTY_NAME", "=").map(name -> name.replace("\"", ""));
    }

    /** What follows the separator in the first line that opens with the key; nothing when there is no such file or line. */
    private static Optional<String> value(Path file, String key, String separator) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key) && line.contains(separator))
                    .map(line -> line.substring(line.indexOf(separator) + 1).strip())
                    .filter(text -> !text.isEmpty())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // not a Linux
        }
    }

    private static long totalMemoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
