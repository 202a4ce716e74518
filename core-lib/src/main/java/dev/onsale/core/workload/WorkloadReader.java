package dev.onsale.core.workload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads workload files. One purchase a line, {@code BUY <client> <request>} or {@code BUY <client> <seat> <request>} throughout; words
 * are separated by spaces and tabs. Blank lines and lines that start with {@code #} are comments. UTF-8, comments excepted, with or without
 * a byte-order mark; lines end in LF or CRLF, and the last one may end without. A file is read once, from front to back, so it may be a pipe; its
 * purchases are held in memory, some 150 bytes each.
 */
public final class WorkloadReader {
    private static final String SUFFIX = ".txt";

    private WorkloadReader() {}

    /**
     * The workload in this file.
     *
     * @throws WorkloadException a line is not what it must be, purchases with and without seats are mixed, a request id is used for two
     *     different purchases, or there is no purchase at all
     * @throws IOException the file does not exist, is a directory, or cannot be read; the message says which
     */
    public static Workload read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("expected a workload file, found a directory: " + shown(file));
        }
        String source = nameOf(file);
        String name = source.endsWith(SUFFIX) ? source.substring(0, source.length() - SUFFIX.length()) : source;
        try (InputStream in = Files.newInputStream(file)) {
            return new WorkloadParser(in, file.toString()).parse(name, source);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * The workload in this file, or the workloads in this directory: those in the files that a shell would find as {@code *.txt}, by name.
     *
     * @throws WorkloadException as {@link #read}; or a directory without such a file
     * @throws IOException as {@link #read}
     */
    public static List<Workload> readAll(Path fileOrDirectory) throws IOException {
        if (!Files.isDirectory(fileOrDirectory)) {
            return List.of(read(fileOrDirectory));
        }
        List<Workload> workloads = new ArrayList<>();
        for (Path file : workloadFiles(fileOrDirectory)) {
            workloads.add(read(file));
        }
        if (workloads.isEmpty()) {
            throw new WorkloadException("expected at least one *" + SUFFIX + " file in the directory, found none: "
                    + shown(fileOrDirectory));
        }
        return workloads;
    }

    private static List<Path> workloadFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(WorkloadReader::isWorkloadFile).sorted().collect(Collectors.toList());
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static boolean isWorkloadFile(Path file) {
        String name = nameOf(file);
        return name.endsWith(SUFFIX) && !name.startsWith(".") && Files.isRegularFile(file);
    }

    /** The same trouble in words: the file system's own exceptions have little more than the path for a message. */
    static IOException unreadable(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new IOException("the workload does not exist: " + shown(file), e);
        }
        String reason = e instanceof AccessDeniedException
                ? "permission denied"
                : e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        return new IOException("the workload cannot be read (" + reason + "): " + shown(file), e);
    }

    private static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }

    private static String shown(Path file) {
        return Excerpt.escaped(file.toString());
    }
}
