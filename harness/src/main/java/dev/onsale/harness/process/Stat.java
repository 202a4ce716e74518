package dev.onsale.harness.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What Linux tells of a process in {@code /proc/PID/stat}, see proc(5), and Java does not.
 *
 * @param ended it has ended with all its threads, and only waits for its parent to notice. While some threads still end, a server killed
 *     with -9 holds its port, although its first thread has ended and the process is called a zombie already.
 * @param cpuTime user and system, its own and that of its ended children which it has waited for
 */
record Stat(boolean ended, Duration cpuTime) {
    /** Linux counts for user space in hundredths of a second on every architecture that has a JDK, whatever the kernel's own tick. */
    private static final int TICK_MILLIS = 10;

    private static final int STATE = 3;
    private static final int FIRST_TIME = 14;
    private static final int LAST_TIME = 17;
    private static final int THREADS = 20;

    /** Empty when there is no such process, or this is not Linux. */
    static Optional<Stat> of(long pid) {
        try {
            return Optional.of(parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat"))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The second field, the name, may itself hold blanks and parentheses; the fields are counted from 1. */
    static Stat parse(String stat) {
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        long ticks = 0;
        for (int field = FIRST_TIME; field <= LAST_TIME; field++) {
            ticks += Long.parseLong(fields.get(field - STATE));
        }
        boolean ended = fields.get(0).equals("Z") && Integer.parseInt(fields.get(THREADS - STATE)) <= 1;
        return new Stat(ended, Duration.ofMillis(ticks * TICK_MILLIS));
    }
}
