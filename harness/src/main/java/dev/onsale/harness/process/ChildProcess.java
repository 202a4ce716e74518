package dev.onsale.harness.process;

import dev.onsale.core.ProcessStarter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A child process, and the conversation with it: lines to its standard input, lines from its standard output. The end of what it says,
 * standard error included, is kept for error messages. Thread-safe, except that a conversation has one reader.
 */
public final class ChildProcess implements ProcessStarter.Child {
    private static final Duration GRACE = Duration.ofSeconds(7);
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);
    private static final int LAST_WORDS_MILLIS = 500;
    private static final int UNREAD_LINES = 1_000;

    /** One line that it said, or the end of all it says. */
    private record Heard(String line, boolean end) {}

    private final String name;
    private final Process process;
    private final OutputStream input;
    private final CompletableFuture<Integer> ended;
    private final Tail tail = new Tail();

    /** What it said and nobody has read. When it is full the child has to wait, as with any pipe. */
    private final BlockingQueue<Heard> unread = new LinkedBlockingQueue<>(UNREAD_LINES);

    private final Thread outputReader;
    private final Thread errorReader;
    private volatile boolean listening = true;
    private volatile String readyLine = "";
    private volatile Duration cpuTime = Duration.ZERO;

    ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = process.getOutputStream();
        this.ended = process.onExit().thenApply(Process::exitValue);
        this.outputReader = inBackground(name + "-output", () -> {
            listen(process.inputReader(StandardCharsets.UTF_8), true);
            hear(new Heard("", true));
        });
        this.errorReader =
                inBackground(name + "-errors", () -> listen(process.errorReader(StandardCharsets.UTF_8), false));
    }

    private static Thread inBackground(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void listen(BufferedReader reader, boolean conversation) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                tail.add(line);
                if (conversation) {
                    hear(new Heard(line, false));
                }
            }
        } catch (IOException e) {
            // The pipe was closed under us, which is one way to learn that the process ended.
            tail.add("(" + e.getMessage() + ")");
        }
    }

    private void hear(Heard heard) {
        if (!listening) {
            return;
        }
        try {
            unread.put(heard);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it is called in logs and messages. */
    public String name() {
        return name;
    }

    @Override
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public String readyLine() {
        return readyLine;
    }

    /** Completes with the exit status when it ends. */
    public CompletableFuture<Integer> ended() {
        return ended.copy();
    }

    /**
     * Says one line to it.
     *
     * @throws IOException it has ended, or closed its standard input
     */
    public void send(String line) throws IOException {
        try {
            synchronized (input) {
                input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                input.flush();
            }
        } catch (IOException e) {
            throw new IOException(name + " listens no more" + account(), e);
        }
    }

    /**
     * Waits for the next line that it says.
     *
     * @throws IOException it ended, or said nothing for that long; the message holds the end of what it said before
     */
    public String readLine(Duration timeout) throws IOException {
        try {
            Heard heard = unread.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (heard == null) {
                throw new IOException(name + " said nothing for " + timeout.toMillis() + " ms" + account());
            }
            if (heard.end()) {
                unread.put(heard);
                process.waitFor(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
                throw new IOException(name + " has ended" + account());
            }
            return heard.line();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while listening to " + name, e);
        }
    }

    /**
     * Waits until it ends, and returns all that it says until then on its standard output.
     *
     * @throws IOException it did not end in time, or told of a failure by its exit status; the message holds the end of what it said
     */
    public List<String> readToEnd(Duration timeout) throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        List<String> lines = new ArrayList<>();
        for (Heard heard = next(deadlineNanos); !heard.end(); heard = next(deadlineNanos)) {
            lines.add(heard.line());
        }
        if (!process.waitFor(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
            throw new IOException(name + " failed" + account());
        }
        return lines;
    }

    private Heard next(long deadlineNanos) throws IOException, InterruptedException {
        Heard heard = unread.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (heard == null) {
            throw new IOException(name + " did not end in time" + account());
        }
        return heard;
    }

    /** Waits for the one line that says that it is ready. */
    void awaitReady(Duration timeout) throws IOException {
        readyLine = readLine(timeout);
    }

    /** From now on nobody reads what it says, so that it never has to wait for a reader. */
    public void ignoreOutput() {
        listening = false;
        unread.clear();
    }

    /** The last lines that it said, for error messages, after what is known of its end. */
    public String account() {
        if (process.isAlive()) {
            return "; it last said:" + tail;
        }
        awaitLastWords();
        return "; exit status " + process.exitValue() + "; it last said:" + tail;
    }

    /** An error message is worth a moment: what a process says as it ends arrives after the news of its end. */
    private void awaitLastWords() {
        try {
            outputReader.join(LAST_WORDS_MILLIS);
            errorReader.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The CPU time, user and system, that it and its descendants have used; of one that has ended, what was last seen.
     * On Linux ended descendants count too.
     */
    public Duration cpuTime() {
        Duration now = Family.of(handle()).cpuTime();
        if (now.compareTo(cpuTime) > 0) {
            cpuTime = now;
        }
        return cpuTime;
    }

    @Override
    public boolean isRunning() {
        return Family.isRunning(handle());
    }

    /** Ends it and its descendants as a crash would, with {@code kill -9}, and returns when they have ended. */
    public void kill() throws IOException {
        cpuTime();
        Family family = Family.of(handle());
        family.kill();
        if (!family.awaitEnd(AFTER_KILL)) {
            throw new IOException(name + " is still there after kill -9: pid=" + process.pid());
        }
    }

    /** Stops it and its descendants where they are, with SIGSTOP. */
    public void pause() throws IOException {
        Family.of(handle()).signal("STOP");
    }

    /** Lets it and its descendants go on after {@link #pause}. */
    public void resume() throws IOException {
        Family.of(handle()).signal("CONT");
    }

    @Override
    public void close() {
        close(GRACE);
    }

    /** Asks it to leave, paused or not, waits so long, and kills it and its descendants when they do not. */
    public void close(Duration grace) {
        ignoreOutput();
        cpuTime();
        Family family = Family.of(handle());
        process.destroy();
        family.wake();
        if (!family.awaitEnd(grace)) {
            family.kill();
            family.awaitEnd(AFTER_KILL);
        }
    }
}
