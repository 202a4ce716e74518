package dev.onsale.harness.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What Ctrl-C and SIGTERM do: the command is told, and has ten seconds to leave in order before the process ends. */
final class Leaving {
    private static final long PATIENCE_SECONDS = 10;

    private Leaving() {}

    /** Waits until the process is asked to leave. */
    static void await() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        whenAsked(asked::countDown);
        asked.await();
    }

    /** Interrupts the calling thread when the process is asked to leave. */
    static void interruptThisThread() {
        whenAsked(Thread.currentThread()::interrupt);
    }

    private static void whenAsked(Runnable tell) {
        Thread command = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            tell.run();
                            try {
                                command.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "leaving"));
    }
}
