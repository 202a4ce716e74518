package dev.onsale.record;

import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.HistoryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run's directory. Whatever it has written is readable after the process was killed at any moment. One process writes to a directory
 * at a time; within it, instances may be shared between threads.
 */
public final class RunDirectory {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path path;
    private final ResultsFile results;

    private RunDirectory(Path path, Consumer<String> warnings) {
        this.path = path;
        this.results = new ResultsFile(path.resolve("results.csv"), warnings);
    }

    /**
     * Makes {@code <yyyyMMdd-HHmmss>-<name>} within the directory of runs, with a number behind it when there is one already.
     *
     * @param name letters, digits, dots, underscores and hyphens
     * @param clock tells the time, in its own zone
     * @throws IOException it cannot be made, and the message says where and why
     */
    public static RunDirectory create(Path runs, String name, Clock clock, Consumer<String> warnings)
            throws IOException {
        requireFileName("name", name);
        String wanted = STAMP.format(ZonedDateTime.now(clock)) + '-' + name;
        try {
            Files.createDirectories(runs);
            Path path = runs.resolve(wanted);
            for (int number = 2; !created(path); number++) {
                path = runs.resolve(wanted + '-' + number);
            }
            return new RunDirectory(path, warnings);
        } catch (FileSystemException e) {
            throw new IOException("cannot make a run's directory in " + runs + ": " + reason(e), e);
        }
    }

    private static String reason(FileSystemException e) {
        if (e instanceof FileAlreadyExistsException) {
            return e.getFile() + " is a file";
        }
        return e instanceof AccessDeniedException ? "no permission" : String.valueOf(e.getMessage());
    }

    private static boolean created(Path path) throws IOException {
        try {
            Files.createDirectory(path);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false; // the run of someone else, in the same second
        }
    }

    /**
     * An existing run.
     *
     * @param warnings takes sentences about what could be read around, such as a line whose writer was killed
     * @throws UnreadableRunException there is none
     */
    public static RunDirectory open(Path path, Consumer<String> warnings) throws IOException {
        if (!Files.isRegularFile(path.resolve("run.json"))) {
            throw new UnreadableRunException(path + ": must be the directory of a run, with a run.json in it");
        }
        return new RunDirectory(path, warnings);
    }

    /** The columns of {@code results.csv}, in order. */
    public static List<String> columns() {
        return ResultsFile.columns();
    }

    /** Where this run is. */
    public Path path() {
        return path;
    }

    /** Where the plots go; made when missing. */
    public Path charts() throws IOException {
        return Files.createDirectories(path.resolve("charts"));
    }

    /**
     * Adds a trial to {@code results.csv}, on the disk before it returns. A trial of the same id replaces the earlier one on reading.
     *
     * @throws UnreadableRunException the file there was written by another version, with other columns
     */
    public void append(TrialRow row) throws IOException {
        results.append(row);
    }

    /**
     * The trials that have ended so far.
     *
     * @throws UnreadableRunException the file is not one; the message names line and column
     */
    public List<TrialRow> rows() throws IOException {
        return results.read();
    }

    /** Where JMH's results go, in its own JSON. */
    public Path benchmarks() {
        return path.resolve("bench.json");
    }

    /**
     * What microbenchmarks came to; nothing when this is a run of trials.
     *
     * @throws UnreadableRunException there is a file, and JMH did not write it
     */
    public List<Score> scores() throws IOException {
        return ScoresFile.read(benchmarks());
    }

    /** Writes what the run's throughput can be set against, replacing an earlier file as a whole. */
    public void writeBounds(List<Bound> bounds) throws IOException {
        replace(path.resolve("bounds.csv"), BoundsFile.encode(bounds));
    }

    /**
     * What the run's throughput can be set against; nothing when nobody wrote it.
     *
     * @throws UnreadableRunException there is a file, and it is another
     */
    public List<Bound> bounds() throws IOException {
        return BoundsFile.read(path.resolve("bounds.csv"));
    }

    /** Writes {@code run.json}, replacing an earlier one as a whole. */
    public void write(RunInfo info) throws IOException {
        replace(path.resolve("run.json"), JSON.writeValueAsBytes(info));
    }

    /** What {@code run.json} says. */
    public RunInfo info() throws IOException {
        Path file = path.resolve("run.json");
        try {
            return JSON.readValue(Files.readAllBytes(file), RunInfo.class);
        } catch (JacksonException e) {
            String where = e.getLocation() == null
                    ? ""
                    : ", line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new UnreadableRunException(file + where + ": " + e.getOriginalMessage(), e);
        }
    }

    /** Writes a trial's latencies, in nanoseconds, replacing earlier ones as a whole. */
    public void writeLatency(String trial, AbstractHistogram nanos) throws IOException {
        Path file = latencyFile(trial);
        Files.createDirectories(path.resolve("latency"));
        replace(file, LatencyLog.encode(nanos));
    }

    /** A trial's latencies in nanoseconds, all intervals together; nothing when none were written. */
    public Optional<Histogram> latency(String trial) throws IOException {
        try {
            return Optional.of(LatencyLog.decode(latencyFile(trial)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Writes what a trial was judged on, replacing an earlier one as a whole. */
    public void writeHistory(String trial, Evidence evidence) throws IOException {
        Path file = historyFile(trial);
        Files.createDirectories(path.resolve("histories"));
        Path next = next(file);
        HistoryFile.write(next, evidence);
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        takePlace(next, file);
    }

    /**
     * What a trial was judged on; nothing when it was not written.
     *
     * @throws IOException there is something, but no whole and unharmed history
     */
    public Optional<Evidence> history(String trial) throws IOException {
        Path file = historyFile(trial);
        return Files.exists(file) ? Optional.of(HistoryFile.read(file)) : Optional.empty();
    }

    private Path historyFile(String trial) {
        return path.resolve("histories").resolve(requireFileName("trial", trial) + HistoryFile.SUFFIX);
    }

    private Path latencyFile(String trial) {
        return path.resolve("latency").resolve(requireFileName("trial", trial) + ".hlog");
    }

    static String requireFileName(String what, String name) {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")) {
            throw new IllegalArgumentException(
                    "must be 1 to 200 letters, digits, dots, underscores and hyphens, and begin with neither a dot nor a hyphen: "
                            + what + "=" + name);
        }
        return name;
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path next = next(file);
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        takePlace(next, file);
    }

    /** Where a file is written before it takes its place. */
    private static Path next(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    private static void takePlace(Path next, Path file) throws IOException {
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
