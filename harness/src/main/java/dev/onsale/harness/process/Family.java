package dev.onsale.harness.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process and its descendants, as they were at one moment. Immutable. */
final class Family {
    private static final long POLL_MILLIS = 10;

    private final List<ProcessHandle> members;

    private Family(List<ProcessHandle> members) {
        this.members = members;
    }

    static Family of(ProcessHandle root) {
        return new Family(Stream.concat(Stream.of(root), root.descendants()).collect(Collectors.toList()));
    }

    /** What they have used so far, user and system. On Linux children that have ended and were waited for are included. */
    Duration cpuTime() {
        return members.stream()
                .map(member -> Stat.of(member.pid())
                        .map(Stat::cpuTime)
                        .or(() -> member.info().totalCpuDuration())
                        .orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    void kill() {
        members.forEach(ProcessHandle::destroyForcibly);
    }

    /** Sends a signal that Java cannot. Members that have ended meanwhile are passed over. */
    void signal(String signal) throws IOException {
        String pids = members.stream()
                .filter(Family::isRunning)
                .map(member -> Long.toString(member.pid()))
                .collect(Collectors.joining(" "));
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pids)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            int status = kill.waitFor();
            if (status != 0) {
                throw new IOException("could not send SIG" + signal + " to processes " + pids + ": status=" + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sending SIG" + signal, e);
        }
    }

    /** Lets those that are stopped go on, so that they notice what else they were sent. */
    void wake() {
        if (members.stream().anyMatch(Family::isRunning)) {
            try {
                signal("CONT");
            } catch (IOException e) {
                // One has ended in this moment, or none can be signalled: whoever wants their end waits for it, and
                // then kills.
            }
        }
    }

    /**
     * Waits until all have ended; false when the time is over or the thread was interrupted. Asks again and again, since Java's own news
     * of the end of a grandchild comes seconds late.
     */
    boolean awaitEnd(Duration timeout) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (members.stream().anyMatch(Family::isRunning)) {
            if (System.nanoTime() > deadlineNanos) {
                return false;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** A process that has ended and that its parent never asks about, a zombie, counts as ended. */
    static boolean isRunning(ProcessHandle member) {
        return member.isAlive() && !Stat.of(member.pid()).map(Stat::ended).orElse(false);
    }
}
