package dev.onsale.core.history;

import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import java.util.List;

/**
 * Every attempt of one trial, in columns: what was asked, when, and what came back. Attempts count from 0 in the order in which they were
 * invoked, roughly. Times are nanoseconds since the trial's first invocation. Immutable, and read by index without allocation.
 */
public final class History {
    /** The response time of an attempt that was never answered: later than any other. */
    public static final long NEVER = Long.MAX_VALUE;

    private final Requests requests;
    private final Columns columns;
    private final List<String> workers;
    private final List<String> causes;

    /** The columns are handed over: whoever made them forgets them. */
    History(Requests requests, Columns columns, List<String> workers, List<String> causes) {
        this.requests = requests;
        this.columns = columns;
        this.workers = List.copyOf(workers);
        this.causes = List.copyOf(causes);
    }

    /** The workload: what the attempts are attempts at. */
    public List<Purchase> purchases() {
        return requests.purchases();
    }

    /** Attempts recorded. */
    public int attempts() {
        return columns.size();
    }

    /** The index in {@link #purchases} of what was asked for. */
    public int purchaseIndex(int attempt) {
        return columns.purchase[attempt];
    }

    /** What was asked for. */
    public Purchase purchase(int attempt) {
        return purchases().get(columns.purchase[attempt]);
    }

    /** Before the first byte left. */
    public long invokedNanos(int attempt) {
        return columns.invoked[attempt];
    }

    /** After the last byte was read; {@link #NEVER} without an answer. */
    public long answeredNanos(int attempt) {
        return columns.answered[attempt];
    }

    /** Which outcome it had; {@link OutcomeKind#UNKNOWN} without an answer. */
    public OutcomeKind kind(int attempt) {
        return code(attempt).kind();
    }

    /** The outcome in full. Allocates for {@link Outcome.Sold} and {@link Outcome.Unknown}; {@link #kind} and {@link #ticket} do not. */
    public Outcome outcome(int attempt) {
        Code code = code(attempt);
        String cause = code == Code.UNKNOWN ? causes.get(columns.detail[attempt]) : "never answered";
        return code.outcome(columns.detail[attempt], cause);
    }

    /**
     * The ticket sold.
     *
     * @throws IllegalStateException the attempt was not {@link OutcomeKind#SOLD}
     */
    public int ticket(int attempt) {
        if (code(attempt) != Code.SOLD) {
            throw new IllegalStateException("attempt " + attempt + " was not sold a ticket: " + code(attempt));
        }
        return columns.detail[attempt];
    }

    /** Who answered; empty when nobody did. */
    public String worker(int attempt) {
        return workers.get(columns.worker[attempt]);
    }

    /** Whether the answer was the stored outcome of an earlier attempt. */
    public boolean replayed(int attempt) {
        return columns.replayed(attempt);
    }

    Code code(int attempt) {
        return columns.code(attempt);
    }

    Requests requests() {
        return requests;
    }

    Columns columns() {
        return columns;
    }

    List<String> workers() {
        return workers;
    }

    List<String> causes() {
        return causes;
    }
}
