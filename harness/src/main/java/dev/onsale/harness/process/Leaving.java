package dev.onsale.harness.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C and SIGTERM do: the command is told, and has ten seconds to leave in order before its children are stopped and the process
 * ends. One command a process.
 */
public final class Leaving {
    private static final long PATIENCE_SECONDS = 10;

    private static volatile @Nullable Thread command;
    private static volatile boolean asked;

    private Leaving() {}

    /** Waits until the process is asked to leave. */
    public static void await() throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        whenAsked(latch::countDown);
        latch.await();
    }

    /** Interrupts the calling thread, which is the command's, when the process is asked to leave. */
    public static void interruptThisThread() {
        whenAsked(Thread.currentThread()::interrupt);
    }

    /** Whether the process was asked to leave: what fails from now on may fail because of that. */
    public static boolean isAsked() {
        return asked;
    }

    private static void whenAsked(Runnable tell) {
        command = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            asked = true;
                            tell.run();
                            awaitCommand();
                        },
                        "leaving"));
    }

    /** Waits until the command has left, ten seconds at the most; for shutdown hooks that take away what the command needs. */
    static void awaitCommand() {
        Thread leaving = command;
        if (leaving == null) {
            return;
        }
        try {
            leaving.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
