package dev.onsale.harness.limit;

import dev.onsale.harness.process.ChildProcess;
import dev.onsale.harness.process.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A program of somebody else that runs for a while, says what it found, and ends. */
record OtherProgram(String name, Processes processes) {
    /** How much longer than asked a program may take, to start and to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The lines that it says. */
    List<String> run(List<String> command, Duration length) throws IOException, InterruptedException {
        return run(command, Map.of(), length);
    }

    /**
     * The lines that it says.
     *
     * @param length of what it does, about
     * @param environment beside that of this program
     * @throws IOException it failed, or did not end; it does not run any more
     */
    List<String> run(List<String> command, Map<String, String> environment, Duration length)
            throws IOException, InterruptedException {
        Map<String, String> all = new TreeMap<>(System.getenv());
        all.putAll(environment);
        try (ChildProcess child = processes.start(name, command, all)) {
            return child.readToEnd(length.plus(PATIENCE));
        }
    }
}
