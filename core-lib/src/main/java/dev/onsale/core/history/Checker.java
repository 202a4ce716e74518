package dev.onsale.core.history;

import dev.onsale.core.Guarantee;
import dev.onsale.core.Ledger;
import dev.onsale.core.Sale;
import dev.onsale.core.history.Operations.State;
import dev.onsale.core.history.Report.Counts;
import dev.onsale.core.history.Violation.Kind;

/**
 * Judges a recorded trial: exactly, and in linear time, so that every trial can be judged. The object checked is a sale of C tickets with a memory:
 * a request that was decided before gets the same outcome again; else, while fewer than C are sold, it is sold one; else it is rejected.
 * Seats are C such sales of one ticket each. Intervals that touch count as concurrent.
 *
 * <p>In this order: the attempts at a request become one operation ({@link Collapse}); what is no purchase of this sale is set aside
 * ({@link Fit}); the store's account settles what is unknown ({@link OwnersAudit}, {@link CountAudit}); then the sales and rejections
 * ({@link CounterCheck}, {@link SeatCheck}), the order of ticket numbers ({@link NumberCheck}), whose retries are ones ({@link Replays}), the
 * workers' own counters ({@link Conservation}), what a broker has left ({@link Broker}), the clock ({@link Pace}) and what was left undone
 * ({@link Leftovers}).
 */
public final class Checker {
    private static final int WITNESSES = 5;

    private final Evidence evidence;
    private final Sale sale;
    private final History history;
    private final Findings findings = new Findings(WITNESSES);

    private Checker(Evidence evidence) {
        this.evidence = evidence;
        sale = evidence.sale();
        history = evidence.history();
    }

    /**
     * The verdict: {@link Verdict#INVALID} if and only if provably less was observed than declared; else {@link Verdict#UNKNOWN} if
     * something was left undone or cannot be known, or what happened is worse than any level, even if nothing else was declared; else
     * {@link Verdict#VALID}.
     */
    public static Report check(Evidence evidence) {
        return new Checker(evidence).report();
    }

    private Report report() {
        Operations operations = Collapse.of(history, findings);
        Counts clients = count(operations);
        Fit.check(sale, history, operations, findings);
        int resolved = auditOwners(operations);
        StockCheck stock = switch (sale.model()) {
            case UNNUMBERED -> checkCounter(operations);
            case NUMBERED -> checkSeats(operations);
        };
        evidence.ledger().ifPresent(this::checkStore);
        if (evidence.isUndisturbed()) {
            Replays.check(history, evidence.declared().contains(Guarantee.IDEMPOTENT), findings);
        }
        Conservation.check(evidence, findings);
        Leftovers.check(evidence, operations, stock, findings);
        Broker.check(evidence, findings);
        Pace.check(evidence, findings);
        if (evidence.ledger().isEmpty() && !evidence.isOfClientsOnly()) {
            findings.doubt("The store's account is not known.");
        }
        Counts counts = new Counts(
                clients.operations(),
                clients.sold(),
                clients.rejected(),
                clients.notExecuted(),
                clients.unknown(),
                clients.attempts(),
                clients.replayed(),
                resolved);
        Level observed = findings.ceiling(Level.best(sale.model()));
        Level declared = Level.declaredBy(evidence.declared(), sale.model());
        if (observed == Level.BROKEN && declared == Level.BROKEN) {
            findings.doubt("Nothing is promised for what the trial went through; else it would be INVALID.");
        }
        return new Report(
                verdict(observed, declared),
                observed,
                declared,
                findings.violations(),
                findings.totals(),
                findings.doubts(),
                findings.notes(),
                counts,
                stock.slack());
    }

    private Verdict verdict(Level observed, Level declared) {
        boolean forgetful = evidence.declared().contains(Guarantee.IDEMPOTENT)
                && (findings.has(Kind.IDEMPOTENCY) || findings.has(Kind.KEY_REUSE));
        if (forgetful || observed.compareTo(declared) < 0) {
            return Verdict.INVALID;
        }
        return findings.doubts().isEmpty() ? Verdict.VALID : Verdict.UNKNOWN;
    }

    private Counts count(Operations operations) {
        int replayed = 0;
        for (int attempt = 0; attempt < history.attempts(); attempt++) {
            replayed += history.replayed(attempt) ? 1 : 0;
        }
        int sold = operations.count(State.SOLD);
        int rejected = operations.count(State.REJECTED);
        int unknown = operations.count(State.UNKNOWN);
        int sent = operations.size - operations.count(State.NEVER_SENT);
        int notExecuted = sent - sold - rejected - unknown;
        return new Counts(sent, sold, rejected, notExecuted, unknown, history.attempts(), replayed, 0);
    }

    private int auditOwners(Operations operations) {
        Ledger ledger = evidence.ledger().orElse(null);
        if (!(ledger instanceof Ledger.Owners owners)) {
            return 0;
        }
        return OwnersAudit.check(sale, history, operations, owners, findings);
    }

    /** Sales in the store that nobody was told of are too many, too. */
    private void checkStore(Ledger ledger) {
        if (ledger instanceof Ledger.Owners && ledger.sold() > sale.capacity() && !findings.has(Kind.OVERSOLD)) {
            findings.add(
                    Kind.OVERSOLD,
                    ledger.sold() - sale.capacity(),
                    () -> "The store holds " + Words.count(ledger.sold(), "sale") + ", but the sale has "
                            + Words.count(sale.capacity(), "ticket") + ".");
        }
    }

    private StockCheck checkCounter(Operations operations) {
        CounterCheck counter = new CounterCheck(sale, history, operations, evidence.ledger(), findings);
        auditCount(operations, counter.sold(), counter.unknown());
        new NumberCheck(sale, history, operations, findings).checkOrder(counter.account());
        return counter;
    }

    private StockCheck checkSeats(Operations operations) {
        SeatCheck seats = new SeatCheck(sale, history, operations, evidence.ledger(), findings);
        if (evidence.ledger().orElse(null) instanceof Ledger.Counted) {
            auditCount(operations, seats.sold(), seats.unknown());
        }
        return seats;
    }

    private void auditCount(Operations operations, int sold, int unknown) {
        Ledger ledger = evidence.ledger().orElse(null);
        if (ledger != null && !(ledger instanceof Ledger.Owners)) {
            CountAudit.check(sale, ledger.sold(), sold, unknown, repeats(operations), findings);
        }
    }

    /** Unanswered attempts at requests whose outcome is known. */
    private int repeats(Operations operations) {
        int repeats = 0;
        for (int attempt = 0; attempt < history.attempts(); attempt++) {
            State state = operations.state(history.requests().ofPurchase(history.purchaseIndex(attempt)));
            boolean told = state == State.SOLD || state == State.REJECTED;
            repeats += told && history.kind(attempt) == OutcomeKind.UNKNOWN ? 1 : 0;
        }
        return repeats;
    }
}
