package dev.onsale.rabbit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what the messages of a session may need in memory. AMQP counts messages, and five hundred of the largest fill any heap; so
 * who reads them waits here while those in hand need too much, and the broker keeps the rest. One thread enters and waits; others leave.
 */
final class MemoryGate {
    /** The longest body that the client library is let read: beyond what is ever understood, and still far below a heap. */
    static final int LARGEST_BODY_BYTES =
            (int) Math.max(2L << 20, Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 16));

    /** What a line needs beside its bytes: a purchase, its answer, and a line of the reply. */
    private static final int BYTES_A_LINE = 256;

    private final long limitBytes;
    private final AtomicLong inHandBytes = new AtomicLong();
    private volatile boolean waiting;
    private volatile boolean open;

    MemoryGate(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** For this Java machine's heap. */
    static MemoryGate ofHeap() {
        return new MemoryGate(Math.max(8L << 20, Runtime.getRuntime().maxMemory() / 8));
    }

    /** What a message needs, about. */
    static int needed(int bodyBytes, int lines) {
        return bodyBytes + BYTES_A_LINE * lines;
    }

    /** A message is in hand. */
    void enter(int neededBytes) {
        inHandBytes.addAndGet(neededBytes);
    }

    /** Messages are not in hand any more. */
    void leave(long neededBytes) {
        long left = inHandBytes.addAndGet(-neededBytes);
        if (waiting && left <= limitBytes) {
            wake();
        }
    }

    /** Whether no more should be read now. */
    boolean isFull() {
        return inHandBytes.get() > limitBytes;
    }

    /** Waits while it is full. An interrupt opens it. */
    synchronized void awaitRoom() {
        waiting = true;
        try {
            while (isFull() && !open) {
                wait();
            }
        } catch (InterruptedException e) {
            open = true;
            Thread.currentThread().interrupt();
        } finally {
            waiting = false;
        }
    }

    /** Nobody waits any more. */
    void open() {
        open = true;
        wake();
    }

    private synchronized void wake() {
        notifyAll();
    }
}
