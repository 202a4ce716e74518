package dev.onsale.core.history;

import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Situation;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

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

    /** What the sale went through, as far as its buyers can tell; what they cannot is in the {@link Circumstances}. */
    public Situation situation() {
        BitSet sent = new BitSet(requests.size());
        Situation situation = Situation.CALM;
        long last = 0;
        for (int attempt = 0; attempt < attempts(); attempt++) {
            last = Math.max(last, answeredNanos(attempt));
            if (kind(attempt) == OutcomeKind.UNKNOWN) {
                // a worker that says so itself had no answer from its store
                situation = situation.worst(worker(attempt).isEmpty() ? Situation.UNANSWERED : Situation.FAULTS);
            }
            if (kind(attempt) != OutcomeKind.NOT_EXECUTED) {
                int request = requests.ofPurchase(purchaseIndex(attempt));
                if (sent.get(requests.key(request))) {
                    situation = situation.worst(requests.isKeyReused(request) ? Situation.FAULTS : Situation.REPEATED);
                }
                sent.set(requests.key(request));
            }
        }
        boolean mayHaveStoodStill = last >= TimeUnit.SECONDS.toNanos(Situation.STANDSTILL_SECONDS);
        return situation == Situation.UNANSWERED && mayHaveStoodStill ? Situation.FAULTS : situation;
    }

    /** Whether some attempt had no certain answer. */
    public boolean hasUnknown() {
        for (int attempt = 0; attempt < attempts(); attempt++) {
            if (kind(attempt) == OutcomeKind.UNKNOWN) {
                return true;
            }
        }
        return false;
    }

    /** Whether some request was answered with an outcome more than once. */
    public boolean repeats() {
        BitSet told = new BitSet(requests.size());
        for (int attempt = 0; attempt < attempts(); attempt++) {
            if (kind(attempt) == OutcomeKind.SOLD || kind(attempt) == OutcomeKind.REJECTED) {
                int request = requests.ofPurchase(purchaseIndex(attempt));
                if (told.get(request)) {
                    return true;
                }
                told.set(request);
            }
        }
        return false;
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
