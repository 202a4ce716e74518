package dev.onsale.harness.process;

import dev.onsale.core.ProcessStarter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Starts child processes under a guardian, and owns the private directory that they work in. Closing it stops them all and removes the
 * directory; so does the end of this process, however it ends. Thread-safe.
 */
public final class Processes implements ProcessStarter, AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    /**
     * Waits for a line before it becomes the program: by then the guardian knows its process id, which stays the same. When the harness
     * ends before that, the line never comes and the shell ends by itself. Ctrl-C on the terminal reaches the harness alone.
     */
    static final String GATE = "trap '' INT; IFS= read -r go && [ \"$go\" = go ] && exec \"$@\"";

    private final JavaProgram itself;
    private final Path directory;
    private final Guardian guardian;
    private final Thread atEnd = new Thread(this::closeAtEnd, "stop-children");
    private final AtomicInteger names = new AtomicInteger();
    private final Map<Long, ChildProcess> running = new ConcurrentHashMap<>();

    private Processes(JavaProgram itself, Path directory, Guardian guardian) {
        this.itself = itself;
        this.directory = directory;
        this.guardian = guardian;
    }

    /**
     * Makes the private directory, in the temporary one, and starts the guardian.
     *
     * @param itself what {@link #onsale} starts
     */
    public static Processes open(JavaProgram itself) throws IOException {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"), "onsale-" + UUID.randomUUID())
                .toAbsolutePath();
        Guardian guardian = Guardian.of(directory);
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            guardian.close();
            throw e;
        }
        Processes processes = new Processes(itself, directory, guardian);
        Runtime.getRuntime().addShutdownHook(processes.atEnd);
        return processes;
    }

    /** The private directory: all that the harness puts into the temporary directory is in here. */
    public Path directory() {
        return directory;
    }

    /**
     * The environment, as {@code NAME=value}, by which the guardian knows a process that somebody else starts: whatever runs with it is
     * stopped with the children.
     */
    public String mark() {
        return Guardian.MARK + "=" + directory.getFileName();
    }

    /** A new directory in the private one, whose name begins with this. */
    public Path newDirectory(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name + "-" + names.incrementAndGet()));
    }

    @Override
    public ChildProcess onsale(String name, List<String> arguments) throws IOException {
        return onsale(name, List.of(), arguments);
    }

    /**
     * Starts this program again with other arguments, and waits for the one line that it prints when it is ready. What it says after that
     * has to be read, or ignored by {@link ChildProcess#ignoreOutput}.
     *
     * @param largestHeap the option that bounds its heap where there is plenty of memory, such as {@code -Xmx512m}; or nothing
     * @throws IOException it did not start, or ended before it was ready; the message holds the end of what it said
     */
    public ChildProcess onsale(String name, List<String> largestHeap, List<String> arguments) throws IOException {
        ChildProcess child = start(name, itself.command(largestHeap, directory, arguments), System.getenv());
        try {
            child.awaitReady(LONGEST_START);
            return child;
        } catch (IOException e) {
            child.close();
            throw new IOException("did not get ready: " + e.getMessage(), e);
        }
    }

    /** The children that run. */
    List<ChildProcess> running() {
        return List.copyOf(running.values());
    }

    /** The CPU time, user and system, of the children that run, with their descendants; by name, those of one name together. */
    public Map<String, Duration> cpuTimes() {
        Map<String, Duration> times = new TreeMap<>();
        running.values().forEach(child -> times.merge(child.name(), child.cpuTime(), Duration::plus));
        return times;
    }

    /** {@inheritDoc} What it says is not for reading; the end of it is kept for messages. */
    @Override
    public ChildProcess program(String name, List<String> command) throws IOException {
        ChildProcess child = start(name, command, System.getenv());
        child.ignoreOutput();
        return child;
    }

    /**
     * Starts another program in exactly this environment, and does not wait. What it says has to be read, or ignored by
     * {@link ChildProcess#ignoreOutput}.
     *
     * @throws IOException it did not start
     */
    public ChildProcess start(String name, List<String> command, Map<String, String> environment) throws IOException {
        if (find(command.get(0)).isEmpty()) {
            throw new IOException("cannot start " + name + ": no such program: " + command.get(0));
        }
        List<String> gated = new ArrayList<>(List.of("/bin/sh", "-c", GATE, name));
        gated.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(gated);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(Guardian.MARK, directory.getFileName().toString());
        Process process = builder.start();
        ChildProcess child = new ChildProcess(name, process);
        try {
            guardian.watch(process.pid());
            running.put(process.pid(), child);
            CompletableFuture<Void> unused = child.ended().thenRun(() -> forget(process.pid()));
            child.send("go");
            return child;
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private void forget(long pid) {
        running.remove(pid);
        try {
            guardian.forget(pid);
        } catch (IOException guardianHasEnded) {
            // Then it remembers nothing either. Starting the next child tells the caller.
        }
    }

    /** The executable of this name on the search path, or the file itself where the name is a path. */
    public static Optional<Path> find(String program) {
        Stream<Path> candidates = program.contains(File.separator)
                ? Stream.of(Path.of(program))
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .map(entry -> Path.of(entry, program));
        return candidates
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private void closeAtEnd() {
        Leaving.awaitCommand();
        try {
            guardian.close();
        } catch (IOException e) {
            System.err.println(e.getMessage());
        }
    }

    /** Stops all children and removes the directory, and returns when both is done. Idempotent. */
    @Override
    public void close() throws IOException {
        guardian.close();
        try {
            Runtime.getRuntime().removeShutdownHook(atEnd);
        } catch (IllegalStateException e) {
            // This process is ending: the hook runs, and finds nothing left to do.
        }
    }
}
