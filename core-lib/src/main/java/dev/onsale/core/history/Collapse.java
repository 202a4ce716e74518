package dev.onsale.core.history;

import dev.onsale.core.history.Operations.ExtraSale;
import dev.onsale.core.history.Operations.State;
import dev.onsale.core.history.Violation.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes one operation of all attempts at a request.
 *
 * <p>Why that is exact: let m be the attempt with the earliest response that told an outcome. The request is decided once, in the interval of
 * some attempt that may have taken effect, and not after m's response. Cut there, the intervals are all of the form [invocation, m's response]:
 * an attempt without an answer reaches to infinity, an answered one ends no earlier than m. So their union is one interval, from the earliest
 * invocation to m's response; later attempts only read the stored outcome. An attempt that was provably not executed cannot be where it was
 * decided, and does not count.
 */
final class Collapse {
    private final History history;
    private final Findings findings;
    private final Words words;
    private final Operations operations;
    private final Set<Long> extraTickets = new HashSet<>();

    private Collapse(History history, Findings findings) {
        this.history = history;
        this.findings = findings;
        words = new Words(history);
        operations = new Operations(history.requests());
    }

    static Operations of(History history, Findings findings) {
        Collapse collapse = new Collapse(history, findings);
        for (int attempt = 0; attempt < history.attempts(); attempt++) {
            collapse.add(attempt);
        }
        collapse.settleReusedKeys();
        return collapse.operations;
    }

    private void add(int attempt) {
        int op = history.requests().ofPurchase(history.purchaseIndex(attempt));
        switch (history.kind(attempt)) {
            case SOLD -> told(op, attempt, State.SOLD);
            case REJECTED -> told(op, attempt, State.REJECTED);
            case NOT_EXECUTED -> notExecuted(op, attempt);
            case UNKNOWN -> unknown(op, attempt);
        }
    }

    private void notExecuted(int op, int attempt) {
        State state = operations.state(op);
        if (state == State.NEVER_SENT) {
            operations.state(op, State.NOT_EXECUTED);
            operations.first[op] = attempt;
        }
        if (state == State.NEVER_SENT || state == State.NOT_EXECUTED) {
            operations.telling[op] = attempt;
        }
    }

    private void unknown(int op, int attempt) {
        begin(op, attempt);
        State state = operations.state(op);
        if (state != State.SOLD && state != State.REJECTED) {
            operations.state(op, State.UNKNOWN);
            operations.telling[op] = attempt;
        }
    }

    private void told(int op, int attempt, State outcome) {
        begin(op, attempt);
        State before = operations.state(op);
        boolean toldBefore = before == State.SOLD || before == State.REJECTED;
        if (toldBefore && !sameAnswer(operations.telling[op], attempt)) {
            conflict(op, attempt);
        }
        if (!toldBefore || (outcome == State.SOLD && before == State.REJECTED)) {
            operations.state(op, outcome);
            operations.telling[op] = attempt;
            operations.ticket[op] = outcome == State.SOLD ? history.ticket(attempt) : 0;
            operations.end[op] = Math.min(operations.end[op], history.answeredNanos(attempt));
        } else if (history.answeredNanos(attempt) < operations.end[op]) {
            operations.end[op] = history.answeredNanos(attempt);
            operations.telling[op] = sameAnswer(operations.telling[op], attempt) ? attempt : operations.telling[op];
        }
    }

    private void begin(int op, int attempt) {
        if (history.invokedNanos(attempt) < operations.start[op]) {
            operations.start[op] = history.invokedNanos(attempt);
            operations.first[op] = attempt;
        }
    }

    private boolean sameAnswer(int one, int other) {
        return history.kind(one) == history.kind(other)
                && (history.kind(one) != OutcomeKind.SOLD || history.ticket(one) == history.ticket(other));
    }

    /** Two different answers to one request. A second ticket is a second sale. */
    private void conflict(int op, int attempt) {
        int before = operations.telling[op];
        findings.add(
                Kind.IDEMPOTENCY,
                () -> words.whoWas(before) + ". The same request, sent at "
                        + Words.micros(history.invokedNanos(attempt)) + ": " + words.whoWas(attempt) + ".",
                before,
                attempt);
        if (history.kind(attempt) == OutcomeKind.SOLD && history.kind(before) == OutcomeKind.SOLD) {
            int ticket = history.ticket(attempt);
            if (extraTickets.add(((long) op << 32) | (ticket & 0xFFFF_FFFFL))) {
                operations.extraSales.add(new ExtraSale(op, attempt, ticket));
            }
        }
    }

    /**
     * Of all requests with one id at most one is executed; once one has told its outcome, the unanswered others provably were not. Where none
     * has, each of them may have been, which is more than can be: an error in the sale's favour.
     */
    private void settleReusedKeys() {
        Map<Integer, Integer> toldByKey = new HashMap<>();
        for (int op = 0; op < operations.size; op++) {
            if (history.requests().isKeyReused(op) && isTold(op)) {
                Integer before = toldByKey.putIfAbsent(history.requests().key(op), op);
                if (before != null) {
                    bothExecuted(before, op);
                }
            }
        }
        for (int op = 0; op < operations.size && !toldByKey.isEmpty(); op++) {
            if (operations.state(op) == State.UNKNOWN
                    && toldByKey.containsKey(history.requests().key(op))) {
                operations.state(op, State.UNFIT);
            }
        }
    }

    private boolean isTold(int op) {
        return operations.state(op) == State.SOLD || operations.state(op) == State.REJECTED;
    }

    private void bothExecuted(int one, int other) {
        int a = operations.telling[one];
        int b = operations.telling[other];
        findings.add(
                Kind.KEY_REUSE,
                () -> "One request id, two payloads, both executed: " + words.whoWas(a) + ", and " + words.whoWas(b)
                        + ".",
                a,
                b);
    }
}
