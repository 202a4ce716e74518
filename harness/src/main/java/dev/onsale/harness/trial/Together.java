package dev.onsale.harness.trial;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Does several slow things at the same time, each on a thread of its own. */
final class Together implements AutoCloseable {
    private static final long WAKE_MILLIS = 100;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    /** What comes of one of them. */
    interface Result<T> {
        /** Waits for it; throws what it threw. */
        T get() throws IOException, InterruptedException;
    }

    /** Begins something that throws no checked exception other than {@link IOException}. */
    <T> Result<T> start(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "starting");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return () -> {
            try {
                return future.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException cause) {
                    throw new IOException(cause.getMessage(), cause);
                }
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            }
        };
    }

    /** Interrupts what is not done yet, and waits for its end: what it works with may be taken away then. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                thread.interrupt();
                try {
                    thread.join(WAKE_MILLIS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
