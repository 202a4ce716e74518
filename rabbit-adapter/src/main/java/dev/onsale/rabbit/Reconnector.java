package dev.onsale.rabbit;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs one session with the broker after the other, in a thread of its own, until it is closed. Nothing passes from a dead session to the
 * next, so nothing of the one can be mistaken for something of the other.
 */
final class Reconnector<S extends Reconnector.Session> {
    private static final System.Logger LOG = System.getLogger(Reconnector.class.getName());
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Opener<S> opener;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile S current;
    private final AtomicLong reconnects = new AtomicLong();
    /** Before the next try; of the thread. */
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    /** A connection to the broker and what goes on over it. */
    interface Session {
        /** Works until the connection is dead or {@link #leave} was called, and releases the connection. Does not throw for a dead connection. */
        void run() throws InterruptedException;

        /** Asks {@link #run} to come to its end. Any thread; does not block. */
        void leave();

        /** Makes {@link #run} end now, whatever it waits for. Any thread; does not block. */
        void cut();

        /** Whether anything was brought to its end over the connection. Only then is the next one begun without a pause that grows. */
        boolean achieved();
    }

    /** Begins a session. */
    @FunctionalInterface
    interface Opener<S> {
        S open() throws IOException;
    }

    /**
     * Begins the first session; a broker that cannot be reached at first is an error, not a reason to try again.
     *
     * @param name of the thread
     * @throws IOException the first session could not be begun
     */
    Reconnector(String name, Opener<S> opener) throws IOException {
        this.opener = opener;
        this.current = opener.open();
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** The present session, or the last one while there is none. */
    S current() {
        return current;
    }

    /** Sessions begun after the first. */
    long reconnects() {
        return reconnects.get();
    }

    /** Ends the session: asks it, waits so long, and cuts it then. Idempotent. */
    void close(Duration patience) {
        closing.countDown();
        try {
            // A session that begins just now is asked by run().
            current.leave();
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            current.cut();
        }
    }

    private void run() {
        try {
            current.run();
            while (closing.getCount() > 0) {
                LOG.log(Level.WARNING, "{0}: lost the broker, trying again", thread.getName());
                if (!reconnect()) {
                    return;
                }
                LOG.log(Level.INFO, "{0}: connected again", thread.getName());
                current.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False when closed before it succeeded. */
    private boolean reconnect() throws InterruptedException {
        String told = "";
        if (current.achieved()) {
            pauseMillis = FIRST_PAUSE_MILLIS;
        }
        while (!closing.await(pauseMillis, TimeUnit.MILLISECONDS)) {
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            try {
                current = opener.open();
                reconnects.incrementAndGet();
                if (closing.getCount() == 0) {
                    current.leave();
                }
                return true;
            } catch (IOException e) {
                String message = String.valueOf(e.getMessage());
                if (!message.equals(told)) {
                    LOG.log(Level.WARNING, "{0}: {1}", thread.getName(), message);
                    told = message;
                }
            }
        }
        return false;
    }
}
