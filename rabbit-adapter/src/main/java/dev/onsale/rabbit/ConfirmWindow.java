package dev.onsale.rabbit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was published on one channel and the broker has not confirmed. The numbers in it span no more than its size, so it is a ring:
 * one straggler makes the publisher wait, and never for ever, since a broker that owes a confirm sends it or loses the
 * connection. One thread adds, another one confirms.
 */
final class ConfirmWindow<T> {
    private final @Nullable Object[] ring;
    /** All below are confirmed. */
    private long lowest = 1;

    private long next = 1;
    private boolean closed;

    /** @param size numbers that are unconfirmed, at the most; from 1 */
    ConfirmWindow(int size) {
        ring = new @Nullable Object[size];
    }

    /** Whether one more fits now. */
    synchronized boolean hasRoom() {
        return next - lowest < ring.length;
    }

    /** Waits until one more fits; false when the window is closed. */
    synchronized boolean awaitRoom() throws InterruptedException {
        while (!closed && next - lowest >= ring.length) {
            wait();
        }
        return !closed;
    }

    /** Notes what is published next. There must be room, and the number must be the one after the last. */
    synchronized void add(long number, T item) {
        if (number != next || number - lowest >= ring.length) {
            throw new IllegalStateException(
                    "must be " + next + " and within " + ring.length + " of " + lowest + ": number=" + number);
        }
        ring[index(number)] = item;
        next++;
    }

    /** What a confirm of the broker, good or bad, is about. A number that is not unconfirmed is about nothing. */
    synchronized List<T> confirm(long number, boolean multiple) {
        List<T> confirmed = new ArrayList<>();
        long last = Math.min(number, next - 1);
        for (long n = multiple ? lowest : Math.max(number, lowest); n <= last; n++) {
            T item = take(index(n));
            if (item != null) {
                confirmed.add(item);
            }
        }
        while (lowest < next && ring[index(lowest)] == null) {
            lowest++;
        }
        notifyAll();
        return confirmed;
    }

    /** Confirms nothing any more; nobody waits for room from now on. */
    synchronized void close() {
        closed = true;
        Arrays.fill(ring, null);
        notifyAll();
    }

    private int index(long number) {
        return (int) (number % ring.length);
    }

    @SuppressWarnings("unchecked") // only add() puts something in
    private @Nullable T take(int index) {
        T item = (T) ring[index];
        ring[index] = null;
        return item;
    }
}
