package dev.onsale.harness.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a Java machine that this one starts is told about its memory. What the user's environment says of that stands: two collectors stop
 * a Java, and so does a heap that begins larger than it may become. Immutable.
 *
 * @param system the operating system's name, as Java has it
 * @param environment in which it starts
 * @param megabytes that there are for this program and all that it starts
 */
record MemoryOptions(String system, Map<String, String> environment, int megabytes) {
    /** The launcher says in this property how many megabytes there are, where they are few. */
    static final String FEW = "onsale.memory";

    private static final int PLENTY = 2048;

    /** A harness of two workers, with what stands before them, starts up to four. The larger part of each is not its heap. */
    private static final int SHARE = 12;

    private static final int SMALLEST_HEAP = 32;

    private static final Pattern FILE = Pattern.compile("\\s@\\S|-XX:Flags=|-XX:VMOptionsFile=");
    private static final Pattern HEAP = Pattern.compile(
            "-Xm[nsx]|\\s-m[sx]\\d|-XX:\\w*HeapSize=|-XX:\\w*NewSize=|-XX:NewRatio=|-XX:\\w*RAM\\w*=|" + FILE);
    private static final Pattern COLLECTOR = Pattern.compile("-XX:[+-]Use\\w*GC\\b|" + FILE);
    private static final Pattern PAGES =
            Pattern.compile("-XX:[+-](AlwaysPreTouch|Use\\w*Pages|UseTransparentHugePages)|" + FILE);

    /** As this process was started. */
    static MemoryOptions ofProcess() {
        return new MemoryOptions(System.getProperty("os.name"), System.getenv(), Integer.getInteger(FEW, PLENTY));
    }

    /**
     * The options.
     *
     * @param largestHeap what the heap may become where there is plenty of memory, as an option; or nothing
     */
    List<String> options(List<String> largestHeap) {
        List<String> options = new ArrayList<>();
        if (!names(HEAP)) {
            options.addAll(heap(largestHeap));
        }
        if (!names(COLLECTOR)) {
            // The cores belong to all of them: collectors with several threads wait for one another.
            options.add("-XX:+UseSerialGC");
        }
        if (!names(PAGES)) {
            options.addAll(largePages());
        }
        return options;
    }

    private List<String> heap(List<String> largestHeap) {
        if (megabytes < PLENTY) {
            return List.of("-Xmx" + Math.max(SMALLEST_HEAP, megabytes / SHARE) + "m");
        }
        // Java would begin with a 64th of the memory; the heaps are small.
        return Stream.concat(Stream.of("-Xms128m"), largestHeap.stream()).toList();
    }

    /**
     * A heap in large pages, where the system has them for the asking: each page that a kernel looks at, to find out which ones are in use, is
     * slow at its next use, and with small pages those add up to tens of milliseconds.
     */
    private List<String> largePages() {
        return system.equals("Linux") && megabytes >= PLENTY
                ? List.of("-XX:+UseTransparentHugePages", "-XX:+AlwaysPreTouch")
                : List.of();
    }

    private boolean names(Pattern option) {
        String said = Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
                .map(variable -> " " + environment.getOrDefault(variable, ""))
                .collect(Collectors.joining());
        return option.matcher(said).find();
    }
}
