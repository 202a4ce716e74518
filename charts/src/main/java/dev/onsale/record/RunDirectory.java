package dev.onsale.record;

import com.fasterxml.jackson.annotation.Nulls;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.HistoryFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run's directory. Whatever it has written is readable after the process was killed at any moment. One process writes to a directory
 * at a time; within it, instances may be shared between threads.
 */
public final class RunDirectory {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
            .build();

    private static final String INFO = "run.json";
    private static final int MAX_INFO_BYTES = 1 << 20;

    private final Path path;
    private final RunFiles files;
    private final ResultsFile results;

    private RunDirectory(Path path, Consumer<String> warnings) {
        this.path = path;
        this.files = new RunFiles(path);
        this.results = new ResultsFile(files, warnings);
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
        return files.folder("charts");
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
        return files.path(ScoresFile.NAME);
    }

    /**
     * What microbenchmarks came to; nothing when this is a run of trials.
     *
     * @throws UnreadableRunException there is a file, and JMH did not write it
     */
    public List<Score> scores() throws IOException {
        return ScoresFile.read(files);
    }

    /** Writes what the run's throughput can be set against, replacing an earlier file as a whole. */
    public void writeBounds(List<Bound> bounds) throws IOException {
        files.replace(BoundsFile.NAME, BoundsFile.encode(bounds));
    }

    /**
     * What the run's throughput can be set against; nothing when nobody wrote it.
     *
     * @throws UnreadableRunException there is a file, and it is another
     */
    public List<Bound> bounds() throws IOException {
        return BoundsFile.read(files);
    }

    /** Writes {@code run.json}, replacing an earlier one as a whole. */
    public void write(RunInfo info) throws IOException {
        files.replace(INFO, JSON.writeValueAsBytes(info));
    }

    /** What {@code run.json} says. */
    public RunInfo info() throws IOException {
        Path file = files.path(INFO);
        byte[] text = files.read(INFO, MAX_INFO_BYTES);
        try {
            RunInfo info = JSON.readValue(text, RunInfo.class);
            if (info == null) {
                throw new UnreadableRunException(file + ": must be an object, and is null");
            }
            return info;
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
        String name = latencyFile(trial);
        files.folder("latency");
        files.replace(name, LatencyLog.encode(nanos));
    }

    /** A trial's latencies in nanoseconds, all intervals together; nothing when none were written. */
    public Optional<Histogram> latency(String trial) throws IOException {
        String name = latencyFile(trial);
        return files.exists(name)
                ? Optional.of(LatencyLog.decode(files.path(name), files.read(name, LatencyLog.MAX_BYTES)))
                : Optional.empty();
    }

    /** Writes what a trial was judged on, replacing an earlier one as a whole. */
    public void writeHistory(String trial, Evidence evidence) throws IOException {
        String name = historyFile(trial);
        files.folder("histories");
        Path next = files.next(name);
        HistoryFile.write(next, evidence);
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        RunFiles.takePlace(next, files.path(name));
    }

    /**
     * What a trial was judged on; nothing when it was not written.
     *
     * @throws IOException there is something, but no whole and unharmed history
     */
    public Optional<Evidence> history(String trial) throws IOException {
        String name = historyFile(trial);
        return files.exists(name) ? Optional.of(HistoryFile.read(files.regular(name))) : Optional.empty();
    }

    private static String historyFile(String trial) {
        return "histories/" + requireFileName("trial", trial) + HistoryFile.SUFFIX;
    }

    private static String latencyFile(String trial) {
        return "latency/" + requireFileName("trial", trial) + ".hlog";
    }

    static String requireFileName(String what, String name) {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")) {
            throw new IllegalArgumentException(
                    "must be 1 to 200 letters, digits, dots, underscores and hyphens, and begin with neither a dot nor a hyphen: "
                            + what + "=" + name);
        }
        return name;
    }
}
