package dev.onsale.harness.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** The CPU time, user and system, that a process and its descendants have used. */
final class CpuTime {
    /** Linux counts for user space in hundredths of a second on every architecture that has a JDK, whatever the kernel's own tick. */
    private static final int TICK_MILLIS = 10;

    private CpuTime() {}

    /** What a process tree has used so far. On Linux children that have ended and were waited for are included, elsewhere they are not. */
    static Duration of(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants())
                .map(CpuTime::ofOne)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration ofOne(ProcessHandle process) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat")));
        } catch (IOException notLinuxOrEnded) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }

    /** Fields 14 to 17 of proc(5) stat: utime, stime, cutime, cstime. The name, field 2, may itself hold blanks and parentheses. */
    static Duration parse(String stat) {
        String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = 14; field <= 17; field++) {
            ticks += Long.parseLong(fromThird[field - 3]);
        }
        return Duration.ofMillis(ticks * TICK_MILLIS);
    }
}
