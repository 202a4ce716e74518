package dev.onsale.xmlrpc;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Event loops: one thread that does all the work of a server, client or balancer, so that nothing in them needs a lock. */
final class Loops {
    private static final Logger LOG = LoggerFactory.getLogger(Loops.class);
    private static final long PATIENCE_SECONDS = 10;

    private Loops() {}

    /** A new loop with a daemon thread of this name. */
    static EventLoop start(String name) {
        return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory())
                .next();
    }

    /** Does this on the loop, and waits for it unless the caller is the loop; nothing at all if the loop has ended. */
    static void run(EventLoop loop, Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            call(loop, () -> {
                task.run();
                return true;
            });
        } catch (RejectedExecutionException e) {
            if (!loop.isShuttingDown()) {
                throw e;
            }
        }
    }

    /**
     * What this gives on the loop. Blocks; not to be called by the loop.
     *
     * @throws RejectedExecutionException the loop has ended
     */
    static <T> T call(EventLoop loop, Callable<T> task) {
        try {
            return loop.submit(task).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an event loop", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("an event loop failed", e);
        }
    }

    /** Waits a little for what happens on a loop; that it has not happened by then is not told. Not to be called by the loop. */
    static void await(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("it did not happen", e);
        }
    }

    /** Does this on the loop again and again, first after one period; a task that fails is done again all the same. */
    static Future<?> every(EventLoop loop, long periodMillis, Runnable task) {
        return loop.scheduleAtFixedRate(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.error("a task that is done every {} ms failed", periodMillis, e);
                    }
                },
                periodMillis,
                periodMillis,
                TimeUnit.MILLISECONDS);
    }

    /** Ends the loop and all channels on it; waits a little unless the caller is the loop. */
    static void stop(EventLoop loop) {
        var ended = loop.parent().shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!loop.inEventLoop() && !ended.awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("an event loop did not end within " + PATIENCE_SECONDS + " s");
        }
    }
}
