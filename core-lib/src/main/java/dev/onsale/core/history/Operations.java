package dev.onsale.core.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One operation a request, in columns: what all its attempts come to. An operation took effect, if it did, at one instant in
 * {@code start..end}. Filled by {@link Collapse}, and narrowed by {@link OwnersAudit}.
 */
final class Operations {
    /** What an operation came to. */
    enum State {
        /** No attempt at it is in the history. */
        NEVER_SENT,
        SOLD,
        REJECTED,
        /** Provably no attempt took effect. */
        NOT_EXECUTED,
        /** At least one attempt may have taken effect. */
        UNKNOWN,
        /** The sale cannot serve it, and it was told so, or nothing: of no further interest. */
        UNFIT
    }

    /** A ticket that a request was sold beside its first one. */
    record ExtraSale(int operation, int attempt, int ticket) {}

    final Requests requests;
    final int size;

    /** The first invocation of an attempt that may have taken effect. */
    final long[] start;

    /** The first response that told the outcome; {@link History#NEVER} when none did. */
    final long[] end;

    /** The ticket, if sold. */
    final int[] ticket;

    /** The attempt that {@link #start} is from; for an operation that was not executed, its first attempt. */
    final int[] first;

    /** The attempt that told the outcome; for an operation without one, its last attempt. */
    final int[] telling;

    final List<ExtraSale> extraSales = new ArrayList<>();
    private final State[] state;

    Operations(Requests requests) {
        this.requests = requests;
        size = requests.size();
        start = new long[size];
        end = new long[size];
        ticket = new int[size];
        first = new int[size];
        telling = new int[size];
        state = new State[size];
        Arrays.fill(state, State.NEVER_SENT);
        Arrays.fill(start, History.NEVER);
        Arrays.fill(end, History.NEVER);
    }

    State state(int operation) {
        return state[operation];
    }

    void state(int operation, State is) {
        state[operation] = is;
    }

    int count(State wanted) {
        int count = 0;
        for (int op = 0; op < size; op++) {
            count += state[op] == wanted ? 1 : 0;
        }
        return count;
    }

    boolean hasExtraSale(int operation, int number) {
        return extraSales.stream().anyMatch(extra -> extra.operation == operation && extra.ticket == number);
    }

    /** The seat asked for; in 1..capacity, if the operation fits a numbered sale. */
    int seat(int operation) {
        return requests.seat(operation);
    }
}
