package dev.onsale.core.history;

import dev.onsale.core.history.Operations.State;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What was not done, or may not have been: a service that does nothing wrong because it does nothing is not valid, nor is one that tells
 * nobody, nor one that refuses good purchases though nothing fails.
 */
final class Leftovers {
    private static final double WEAK = 0.01;

    private final Evidence evidence;
    private final History history;
    private final Operations operations;
    private final StockCheck stock;
    private final Findings findings;

    private Leftovers(Evidence evidence, Operations operations, StockCheck stock, Findings findings) {
        this.evidence = evidence;
        this.history = evidence.history();
        this.operations = operations;
        this.stock = stock;
        this.findings = findings;
    }

    static void check(Evidence evidence, Operations operations, StockCheck stock, Findings findings) {
        if (operations.size == 0) {
            findings.doubt("Nothing was asked for.");
            return;
        }
        Leftovers leftovers = new Leftovers(evidence, operations, stock, findings);
        leftovers.checkStopped();
        leftovers.checkUndecided();
    }

    private void checkStopped() {
        evidence.circumstances()
                .stopped()
                .ifPresent(why -> findings.doubt("The load was stopped: " + why + (why.endsWith(".") ? "" : ".")));
        int never = operations.count(State.NEVER_SENT);
        if (never > 0) {
            int first = 0;
            while (operations.state(first) != State.NEVER_SENT) {
                first++;
            }
            findings.doubt(Words.count(never, "request") + " of the workload never sent, the first "
                    + operations.requests.purchase(first).requestId() + ".");
        }
    }

    private void checkUndecided() {
        Undecided leftOut = new Undecided();
        Undecided others = new Undecided();
        int told = 0;
        int fit = 0;
        for (int op = 0; op < operations.size; op++) {
            State state = operations.state(op);
            if (state == State.NEVER_SENT || state == State.UNFIT) {
                continue;
            }
            fit++;
            OutcomeKind kind = history.kind(operations.telling[op]);
            if (kind == OutcomeKind.SOLD || kind == OutcomeKind.REJECTED) {
                told++;
            } else if ((state == State.NOT_EXECUTED || state == State.UNKNOWN) && stock.mayBeLeftOut(op)) {
                leftOut.add(op);
            } else {
                others.add(op);
            }
        }
        if (leftOut.total > 0) {
            findings.doubt(Words.count(leftOut.total, "request") + " may have been left out though there were tickets ("
                    + leftOut.reasons() + "); the first: " + leftOut.first() + ".");
        }
        if (others.total > 0 && !evidence.circumstances().faulty()) {
            findings.doubt(
                    Words.count(others.total, "request") + " had no decision, though nothing is known to have failed ("
                            + others.reasons() + "); the first: " + others.first() + ".");
        } else if (others.total > 0 && told == 0) {
            findings.doubt("No buyer was told an outcome (" + others.reasons() + ").");
        }
        int undecided = leftOut.total + others.total;
        if (undecided > WEAK * fit) {
            findings.note("Weak: " + Words.count(undecided) + " of " + Words.count(fit, "good request")
                    + " had no decision that their buyers know of.");
        }
    }

    /** Requests without a decision that their buyers know of. */
    private final class Undecided {
        private final Map<Code, Integer> reasons = new TreeMap<>();
        private int first;
        private int total;

        void add(int op) {
            first = total++ == 0 ? operations.telling[op] : first;
            reasons.merge(history.code(operations.telling[op]), 1, Integer::sum);
        }

        String reasons() {
            StringJoiner list = new StringJoiner(", ");
            reasons.forEach((code, times) -> list.add(Words.count(times) + " " + code));
            return list.toString();
        }

        String first() {
            return new Words(history).whoWas(first);
        }
    }
}
