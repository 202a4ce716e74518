package dev.onsale.harness.trial;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Does several slow things at the same time, each on a thread of its own. */
final class Together {
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
}
