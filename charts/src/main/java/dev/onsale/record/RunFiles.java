package dev.onsale.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The files of a run's directory, which may be a stranger's: only regular files that are in it are read, so nobody waits for a pipe and no
 * link leads elsewhere, and nothing is read that the heap has no room for. Thread-safe.
 */
final class RunFiles {
    /** What is made of a file's text takes many times its room. */
    private static final int HEAP_PER_BYTE = 32;

    private final Path directory;

    RunFiles(Path directory) {
        this.directory = directory;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** Whether there is something of this name, though it were a link to nothing. */
    boolean exists(String name) {
        return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The file of this name, which can be opened.
     *
     * @throws UnreadableRunException it is no regular file, or outside of the directory
     */
    Path regular(String name) throws IOException {
        Path file = path(name);
        if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(directory.toRealPath())) {
            throw new UnreadableRunException(file + ": must be a regular file within the run's directory");
        }
        return file;
    }

    /**
     * All of a file.
     *
     * @param most bytes that a file of this kind has
     * @throws UnreadableRunException it is no regular file, or too large
     */
    byte[] read(String name, int most) throws IOException {
        Path file = regular(name);
        int limit = (int) Math.min(most, Runtime.getRuntime().maxMemory() / HEAP_PER_BYTE);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new UnreadableRunException(file + ": must be at most " + limit + " bytes long");
            }
            return bytes;
        }
    }

    /**
     * A directory within this one; made when missing.
     *
     * @throws UnreadableRunException it is a link, or no directory
     */
    Path folder(String name) throws IOException {
        Path folder = path(name);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                throw new UnreadableRunException(folder + ": must be a directory, and no link to one", e);
            }
        }
        return folder;
    }

    /** Writes a file of this directory as a whole, in place of what is there. */
    void replace(String name, byte[] content) throws IOException {
        Path next = next(name);
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        takePlace(next, path(name));
    }

    /** Where a file is written before it takes its place: nothing is there, so nothing is followed. */
    Path next(String name) throws IOException {
        Path next = path(name + ".part");
        Files.deleteIfExists(next);
        return next;
    }

    static void takePlace(Path next, Path file) throws IOException {
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
