package dev.onsale.harness.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The process that stops every child and removes the private directory once this one has ended, be it by {@code kill -9}: a shell that
 * reads a pipe whose other end only this process holds. Its script says how. Thread-safe.
 */
final class Guardian implements AutoCloseable {
    /** The environment variable by which it knows processes that left their parents. Its value is the directory's name. */
    static final String MARK = "ONSALE_RUN";

    private static final int LONGEST_END_SECONDS = 20;

    private final Process process;
    private final OutputStream pipe;

    private Guardian(Process process) {
        this.process = process;
        this.pipe = process.getOutputStream();
    }

    /** Starts the guardian of a directory that does not exist yet, so that none is ever without one. Returns when it ignores Ctrl-C. */
    static Guardian of(Path directory) throws IOException {
        ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", script(), "guardian", directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // The guardian of a harness that a harness started would else be among the children of the outer one.
        shell.environment().remove(MARK);
        Process process = shell.start();
        BufferedReader answer = process.inputReader(StandardCharsets.UTF_8);
        String said = answer.readLine();
        if (!"ready".equals(said)) {
            process.destroyForcibly();
            throw new IOException("the process that would stop all others in the end did not start: "
                    + (said == null ? "/bin/sh ended early" : "there is no " + said + " on the PATH"));
        }
        return new Guardian(process);
    }

    private static String script() throws IOException {
        try (InputStream script = Guardian.class.getResourceAsStream("guardian.sh")) {
            if (script == null) {
                throw new IOException("guardian.sh is missing from the program");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** From now on this process ends with the harness. What is written stays in the pipe even if the harness ends at once. */
    void watch(long pid) throws IOException {
        tell("watch " + pid);
    }

    /** This process has ended; its id may soon be somebody else's. */
    void forget(long pid) throws IOException {
        tell("forget " + pid);
    }

    private synchronized void tell(String event) throws IOException {
        try {
            pipe.write((event + "\n").getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException e) {
            throw new IOException("the guardian process has ended: pid=" + process.pid(), e);
        }
    }

    /** Stops all children, removes the directory, and returns when both is done. Idempotent. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            pipe.close();
        }
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the guardian process is still busy stopping children after "
                        + LONGEST_END_SECONDS + " s: pid=" + process.pid());
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        "the guardian process was killed, children may be left: exit status " + process.exitValue());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
