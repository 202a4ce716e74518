package dev.onsale.rabbit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What many threads leave for one, which takes it in bunches. Unbounded: whoever puts something in bounds how much. Thread-safe. */
final class Mailbox<T> {
    /** So many wake the taker even when it should sleep. */
    private static final int MOST_HELD = 128;

    private List<T> items = new ArrayList<>();
    private boolean woken;
    private boolean held;
    private boolean closed;

    /** Leaves something; false when the mailbox is closed. Does not block. */
    synchronized boolean put(T item) {
        if (closed) {
            return false;
        }
        items.add(item);
        if (held ? items.size() == MOST_HELD : items.size() == 1) {
            notifyAll();
        }
        return true;
    }

    /** Leaves these, unless the mailbox is closed. Does not block. */
    synchronized void putAll(List<T> more) {
        if (!closed) {
            items.addAll(more);
            notifyAll();
        }
    }

    /** Lets the taker sleep: more will be left in a moment. */
    synchronized void hold() {
        held = true;
    }

    /** No more is to be expected now. */
    synchronized void release() {
        held = false;
        if (!items.isEmpty()) {
            notifyAll();
        }
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
