package dev.onsale.core.history;

import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.history.Operations.State;
import dev.onsale.core.history.Violation.Kind;
import java.util.Optional;

/** Whether what was refused as unfit is unfit, and the other way round. What is unfit is of no interest to later checks. */
final class Fit {
    private final Sale sale;
    private final History history;
    private final Operations operations;
    private final Findings findings;
    private final Words words;

    private Fit(Sale sale, History history, Operations operations, Findings findings) {
        this.sale = sale;
        this.history = history;
        this.operations = operations;
        this.findings = findings;
        words = new Words(history);
    }

    static void check(Sale sale, History history, Operations operations, Findings findings) {
        Fit fit = new Fit(sale, history, operations, findings);
        for (int attempt = 0; attempt < history.attempts(); attempt++) {
            if (fit.isWronglyRefused(attempt)) {
                fit.wrongRefusal(attempt);
            }
        }
        for (int op = 0; op < operations.size; op++) {
            fit.checkOperation(op);
        }
    }

    private boolean isWronglyRefused(int attempt) {
        return switch (history.code(attempt)) {
            case MALFORMED, NO_SUCH_SEAT ->
                sale.refusal(history.purchase(attempt)).isEmpty();
            case KEY_REUSED ->
                !operations.requests.isKeyReused(operations.requests.ofPurchase(history.purchaseIndex(attempt)));
            case SOLD_OUT -> sale.model() == Model.NUMBERED;
            case SEAT_TAKEN -> sale.model() == Model.UNNUMBERED;
            case UNANSWERED, SOLD, BUSY, NO_SALE, UNAVAILABLE, UNKNOWN -> false;
        };
    }

    private void wrongRefusal(int attempt) {
        findings.add(
                Kind.WRONG_REFUSAL,
                () -> words.whoWas(attempt)
                        + ", which cannot be the reason in this sale: "
                        + sale.model().id() + ", capacity "
                        + Words.count(sale.capacity()) + ".",
                attempt);
    }

    private void checkOperation(int op) {
        Purchase purchase = operations.requests.purchase(op);
        Optional<Outcome.NotExecuted> refusal = sale.refusal(purchase);
        State state = operations.state(op);
        if (refusal.isPresent() && state != State.NEVER_SENT) {
            if (state == State.SOLD || state == State.REJECTED) {
                decidedThoughUnfit(op, refusal.get());
            }
            operations.state(op, State.UNFIT);
        } else if (state == State.NOT_EXECUTED
                && operations.requests.isKeyReused(op)
                && history.code(operations.telling[op]) == Code.KEY_REUSED) {
            operations.state(op, State.UNFIT);
        }
    }

    private void decidedThoughUnfit(int op, Outcome.NotExecuted refusal) {
        int attempt = operations.telling[op];
        findings.add(
                operations.state(op) == State.SOLD ? Kind.TICKET_MISMATCH : Kind.WRONG_REFUSAL,
                () -> words.whoWas(attempt) + ", but should have been refused as " + refusal + ".",
                attempt);
    }
}
