package dev.onsale.harness.fleet;

import dev.onsale.core.Sale;
import dev.onsale.harness.process.ChildProcess;
import dev.onsale.harness.process.Processes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Worker processes that are started once and serve sale after sale, so that each trial meets warm ones. A worker that has died is
 * replaced when the next sale opens. Not thread-safe: one sale at a time.
 */
public final class Fleet implements AutoCloseable {
    private static final Duration REPLY_TIME = Duration.ofSeconds(30);

    /** Small and with the collector that has the least overhead: a fleet of them shares the machine with everything else. */
    private static final List<String> JVM_OPTIONS = List.of("-Xmx512m");

    private final Processes processes;
    private final List<ChildProcess> workers = new ArrayList<>();
    private int serving;

    public Fleet(Processes processes) {
        this.processes = processes;
    }

    /**
     * Opens the sale at the first {@code count} workers; starts those that are missing.
     *
     * @param redis the store's address; empty for none
     * @param at where worker i serves
     * @param serviceMillis what a worker spends on each purchase beside deciding it
     * @throws IOException a worker could not be started, or did not do it; then none serves
     */
    public void open(String strategy, Sale sale, String redis, int count, IntFunction<URI> at, double serviceMillis)
            throws IOException {
        ensure(count);
        serving = count;
        try {
            for (int i = 0; i < count; i++) {
                Control.Open order = new Control.Open(
                        sale.id(), sale.model(), sale.capacity(), strategy, redis, at.apply(i), serviceMillis);
                workers.get(i).send(Control.line(new Control.Order(order, null)));
            }
            for (int i = 0; i < count; i++) {
                reply(i, REPLY_TIME);
            }
        } catch (IOException | RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    /**
     * Ends the sale at all workers, which finish what they took, and tells what became of each, by name. A worker that does not answer in
     * time, or is in any state that the next sale must not meet, is ended: the next sale gets a new one.
     */
    public Map<String, WorkerResult> closeSale() {
        int count = serving;
        serving = 0;
        Map<String, WorkerResult> results = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            try {
                workers.get(i).send(Control.line(new Control.Order(null, new Control.Close())));
            } catch (IOException e) {
                results.put(name(i), lost(i, e));
            }
        }
        long deadlineNanos = System.nanoTime() + REPLY_TIME.toNanos();
        for (int i = 0; i < count; i++) {
            if (!results.containsKey(name(i))) {
                results.put(name(i), closed(i, Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()))));
            }
        }
        return results;
    }

    private WorkerResult closed(int index, Duration patience) {
        try {
            Control.Closed closed = reply(index, patience).closed();
            return closed != null
                    ? new WorkerResult.Closed(closed.counters())
                    : lost(index, new IOException("worker " + name(index) + " did not close its sale"));
        } catch (IOException e) {
            return lost(index, e);
        }
    }

    private WorkerResult lost(int index, IOException failure) {
        workers.get(index).close(Duration.ZERO);
        return new WorkerResult.Lost(String.valueOf(failure.getMessage()));
    }

    /** Starts workers until there are as many; replaces dead ones. */
    public void ensure(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (i == workers.size()) {
                workers.add(start(i));
            } else if (!workers.get(i).isRunning()) {
                workers.get(i).close();
                workers.set(i, start(i));
            }
        }
    }

    private ChildProcess start(int index) throws IOException {
        return processes.onsale(name(index), JVM_OPTIONS, List.of("worker", "--control", "--name", name(index)));
    }

    private Control.Reply reply(int index, Duration patience) throws IOException {
        Control.Reply reply;
        try {
            reply = Control.parse(workers.get(index).readLine(patience), Control.Reply.class);
        } catch (IllegalArgumentException e) {
            throw new IOException("worker " + name(index) + " said something else than a reply: " + e.getMessage(), e);
        }
        if (reply.failed() != null) {
            throw new IOException(
                    "worker " + name(index) + ": " + reply.failed().reason());
        }
        return reply;
    }

    /** Whatever state the workers are in now, the next sale must not meet it: new processes are sure to be clean. */
    private void closeAfter(Exception failure) {
        serving = 0;
        for (ChildProcess worker : workers) {
            try {
                worker.close();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
        workers.clear();
    }

    private static String name(int index) {
        return "w" + (index + 1);
    }

    @Override
    public void close() {
        workers.forEach(ChildProcess::close);
        workers.clear();
    }
}
