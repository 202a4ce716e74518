package dev.onsale.core.history;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes down every attempt of one trial while it runs. All memory is taken at the start: recording allocates nothing and locks nothing, so
 * that it does not disturb what is measured. Thread-safe; one thread may invoke and another answer the same attempt, as long as the attempt's
 * number has been handed from one to the other in a way that makes it visible. The clock is the caller's: one monotonic clock in
 * nanoseconds, of any origin.
 */
public final class Recorder {
    private static final VarHandle STATE = MethodHandles.arrayElementVarHandle(byte[].class);

    /** Of an attempt whose answer is being written: neither {@link Code#UNANSWERED} nor any code. */
    private static final byte BEING_ANSWERED = 0x7F;

    private final Requests requests;
    private final Names workers = new Names();
    private final Names causes = new Names();
    private final AtomicInteger next = new AtomicInteger();
    private final int maxAttempts;
    private final long resolution;

    private final int[] purchase;
    private final long[] invoked;
    private final long[] answered;
    private final int[] detail;
    private final short[] worker;

    /** {@link Columns#flagged}; written last, so that an answer is seen whole or not at all. */
    private final byte[] state;

    /**
     * Takes times down to the nanosecond.
     *
     * @param purchases the workload of the trial; lines that repeat a request are retries of it
     * @param maxAttempts attempts that can be taken down, at the most; 27 bytes are reserved for each
     */
    public Recorder(List<Purchase> purchases, int maxAttempts) {
        this(purchases, maxAttempts, 1);
    }

    /**
     * Takes times down in steps: an invocation is rounded down, a response up. So an interval is never too short, and no checker can
     * be misled into a false alarm; a violation by less than two steps may be missed. A history in steps of 1,000 needs less than half
     * the room of one in nanoseconds.
     *
     * @param resolutionNanos the step; from 1
     */
    public Recorder(List<Purchase> purchases, int maxAttempts, int resolutionNanos) {
        if (maxAttempts < 0) {
            throw new IllegalArgumentException("must be >= 0: maxAttempts=" + maxAttempts);
        }
        if (resolutionNanos < 1) {
            throw new IllegalArgumentException("must be >= 1: resolutionNanos=" + resolutionNanos);
        }
        resolution = resolutionNanos;
        this.requests = new Requests(purchases);
        this.maxAttempts = maxAttempts;
        purchase = new int[maxAttempts];
        invoked = new long[maxAttempts];
        answered = new long[maxAttempts];
        detail = new int[maxAttempts];
        worker = new short[maxAttempts];
        state = new byte[maxAttempts];
    }

    /**
     * An attempt begins. To be called before its first byte leaves.
     *
     * @param purchaseIndex what is asked for, as an index in the workload
     * @return the attempt's number
     * @throws IllegalStateException there is no room for another attempt
     */
    public int invoked(int purchaseIndex, long nanos) {
        if (purchaseIndex < 0 || purchaseIndex >= requests.purchases().size()) {
            throw new IllegalArgumentException(
                    "must be in 0.." + (requests.purchases().size() - 1) + ": purchaseIndex=" + purchaseIndex);
        }
        int attempt = next.getAndIncrement();
        if (attempt < 0 || attempt >= maxAttempts) {
            next.decrementAndGet();
            throw new IllegalStateException("no room for another attempt: maxAttempts=" + maxAttempts);
        }
        purchase[attempt] = purchaseIndex;
        invoked[attempt] = nanos - Math.floorMod(nanos, resolution);
        return attempt;
    }

    /**
     * An attempt's answer has been read to its last byte.
     *
     * @throws IllegalArgumentException the answer precedes the invocation
     * @throws IllegalStateException the attempt was answered before
     */
    public void answered(int attempt, long nanos, Answer answer) {
        if (nanos - invoked[attempt] < 0) {
            throw new IllegalArgumentException(
                    "must not precede the invocation by " + (invoked[attempt] - nanos) + " ns: attempt=" + attempt);
        }
        if (!STATE.compareAndSet(state, attempt, Code.UNANSWERED.number(), BEING_ANSWERED)) {
            throw new IllegalStateException("answered before: attempt=" + attempt + ", now " + answer);
        }
        Outcome outcome = answer.outcome();
        Code code = Code.of(outcome);
        if (outcome instanceof Outcome.Sold sold) {
            detail[attempt] = sold.ticket();
        } else if (outcome instanceof Outcome.Unknown unknown) {
            detail[attempt] = causes.number(unknown.cause());
        }
        answered[attempt] = nanos + Math.floorMod(-nanos, resolution);
        worker[attempt] = (short) workers.number(answer.worker());
        STATE.setRelease(state, attempt, Columns.flagged(code, answer.replayed()));
    }

    /**
     * What has been taken down so far. No invocation may be under way; an answer may, and is then left out. An attempt without an answer
     * is unknown, and stays so in this history whatever comes later.
     */
    public History history() {
        int size = next.get();
        long origin = origin(size);
        Columns columns = new Columns(size);
        for (int i = 0; i < size; i++) {
            byte code = (byte) STATE.getAcquire(state, i);
            if (code == Code.UNANSWERED.number() || code == BEING_ANSWERED) {
                byte none = Columns.flagged(Code.UNANSWERED, false);
                columns.add(purchase[i], invoked[i] - origin, History.NEVER, none, 0, 0);
            } else {
                columns.add(purchase[i], invoked[i] - origin, answered[i] - origin, code, detail[i], worker[i]);
            }
        }
        return new History(requests, columns, workers.list(), causes.list());
    }

    /** When the first attempt began, on the caller's clock: the origin of the history. Nothing when there was none. As {@link #history}. */
    public OptionalLong firstInvokedNanos() {
        int size = next.get();
        return size == 0 ? OptionalLong.empty() : OptionalLong.of(origin(size));
    }

    private long origin(int size) {
        long origin = size == 0 ? 0 : invoked[0];
        for (int i = 1; i < size; i++) {
            if (invoked[i] - origin < 0) {
                origin = invoked[i];
            }
        }
        return origin;
    }
}
