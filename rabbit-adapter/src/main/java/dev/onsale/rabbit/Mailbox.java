package dev.onsale.rabbit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What many threads leave for one, which takes it in bunches. Unbounded: whoever puts something in bounds how much. Thread-safe. */
final class Mailbox<T> {
    private List<T> items = new ArrayList<>();
    private boolean woken;
    private boolean closed;

    /** Leaves something; false when the mailbox is closed. Does not block. */
    synchronized boolean put(T item) {
        if (closed) {
            return false;
        }
        items.add(item);
        if (items.size() == 1) {
            notifyAll();
        }
        return true;
    }

    /** Makes the present or next {@link #take} return, with whatever there is. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** All that is there; waits for it, and returns nothing when woken, when the mailbox is closed or when the time is up. */
    synchronized List<T> take(long timeoutMillis) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (items.isEmpty() && !woken && !closed) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime() + 999_999);
            if (leftMillis <= 0) {
                break;
            }
            wait(leftMillis);
        }
        woken = false;
        List<T> taken = items;
        items = new ArrayList<>();
        return taken;
    }

    /** Takes nothing more. What is left can still be taken. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
