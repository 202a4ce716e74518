package dev.onsale.core.history;

import dev.onsale.core.Ledger;
import dev.onsale.core.Sale;
import dev.onsale.core.history.Operations.ExtraSale;
import dev.onsale.core.history.Operations.State;
import dev.onsale.core.history.Report.Slack;
import dev.onsale.core.history.Violation.Kind;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Identical tickets. Let S be the operations sold, R those rejected, U the unknown ones; D the earliest end in R, A the latest start in S, u the
 * number in U that start by D; C the capacity. Then the history is linearizable if and only if |S| &lt;= C and, where R is not empty, A &lt;= D and
 * |S| + u &gt;= C.
 *
 * <p>Proof. The count only grows, so there is one instant T at which it reaches C: all sales are by then, all rejections after. Needed: every
 * rejection takes effect by its end, so T &lt;= D; every sale starts by T; exactly C operations were sold by T, of which |S| are known and the
 * others are unknown ones that had started. Enough: let T = D, put each known sale at the earlier of its end and D, let C - |S| unknown
 * ones take effect at D, and then each rejection at its end.
 *
 * <p>A store that counts says how many of U were sold, which bounds u.
 */
final class CounterCheck implements StockCheck {
    private static final int NONE = -1;

    private final Sale sale;
    private final Operations operations;
    private final Optional<Ledger> ledger;
    private final Findings findings;
    private final History history;
    private final Words words;

    private int sold;
    private int rejected;
    private int unknown;
    private int latestSale = NONE;
    private int firstRejection = NONE;
    private final Account account;
    private OptionalLong slackNanos = OptionalLong.empty();
    private OptionalInt slackSales = OptionalInt.empty();

    CounterCheck(Sale sale, History history, Operations operations, Optional<Ledger> ledger, Findings findings) {
        this.sale = sale;
        this.operations = operations;
        this.ledger = ledger;
        this.findings = findings;
        this.history = history;
        words = new Words(history);
        tally();
        sold += operations.extraSales.size();
        account = Account.of(ledger, sold, unknown);
        if (sold > sale.capacity()) {
            oversold();
        }
        if (firstRejection != NONE) {
            checkRejections();
        }
    }

    private void tally() {
        for (int op = 0; op < operations.size; op++) {
            switch (operations.state(op)) {
                case SOLD -> {
                    sold++;
                    if (latestSale == NONE || operations.start[op] > operations.start[latestSale]) {
                        latestSale = op;
                    }
                }
                case REJECTED -> {
                    rejected++;
                    if (firstRejection == NONE || operations.end[op] < operations.end[firstRejection]) {
                        firstRejection = op;
                    }
                }
                case UNKNOWN -> unknown++;
                case NEVER_SENT, NOT_EXECUTED, UNFIT -> {}
            }
        }
    }

    private void checkRejections() {
        long end = operations.end[firstRejection];
        int soldByThen = 0;
        int unknownByThen = 0;
        for (int op = 0; op < operations.size; op++) {
            if (operations.start[op] <= end) {
                State state = operations.state(op);
                soldByThen += state == State.SOLD ? 1 : 0;
                unknownByThen += state == State.UNKNOWN ? 1 : 0;
            }
        }
        int soldLate = sold - operations.extraSales.size() - soldByThen;
        soldByThen += operations.extraSales.size();
        unknownByThen = Math.min(unknownByThen, account.most());
        int possible = soldByThen + unknownByThen;
        slackSales = OptionalInt.of(possible - sale.capacity());
        if (latestSale != NONE) {
            slackNanos = OptionalLong.of(end - operations.start[latestSale]);
        }
        if (soldLate > 0) {
            lateSale(soldLate);
        }
        if (possible < sale.capacity()) {
            falseSoldOut(soldByThen, unknownByThen);
        }
        int soldInTheEnd = ledger.isPresent() ? ledger.get().sold() : sold + unknown;
        if (soldInTheEnd < sale.capacity()) {
            undersold(soldInTheEnd);
        }
    }

    private void oversold() {
        int excess = sold - sale.capacity();
        String tickets = Words.count(sale.capacity(), "ticket");
        int[] acknowledged = acknowledgedSales();
        if (acknowledged.length <= sale.capacity()) {
            findings.add(
                    Kind.OVERSOLD,
                    excess,
                    () -> Words.count(acknowledged.length, "sale") + " acknowledged and "
                            + Words.count(sold - acknowledged.length) + " more in the store, for " + tickets + ".");
            return;
        }
        int witness = acknowledged[sale.capacity()];
        findings.add(
                Kind.OVERSOLD,
                excess,
                () -> Words.count(sale.capacity() + 1L, "sale") + " acknowledged by "
                        + Words.micros(history.answeredNanos(witness)) + " for " + tickets + ", and "
                        + Words.count(acknowledged.length) + " in all. One too many: " + words.whoWas(witness) + ".",
                witness);
    }

    /** One attempt for each sale that a buyer was told of, in the order of the answers. */
    private int[] acknowledgedSales() {
        IntStream first = IntStream.range(0, operations.size)
                .filter(op -> operations.state(op) == State.SOLD)
                .map(op -> operations.telling[op])
                .filter(attempt -> history.kind(attempt) == OutcomeKind.SOLD);
        IntStream extra = operations.extraSales.stream().mapToInt(ExtraSale::attempt);
        return IntStream.concat(first, extra)
                .boxed()
                .sorted(Comparator.comparing(history::answeredNanos))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void lateSale(int times) {
        int told = operations.telling[firstRejection];
        int late = operations.first[latestSale];
        long gap = operations.start[latestSale] - operations.end[firstRejection];
        findings.add(
                Kind.LATE_SALE,
                times,
                () -> words.whoWas(told) + "; " + words.who(late) + ", sent " + Words.micros(gap)
                        + " later, was sold ticket " + operations.ticket[latestSale] + ".",
                told,
                late);
    }

    private void falseSoldOut(int soldByThen, int unknownByThen) {
        int told = operations.telling[firstRejection];
        findings.add(
                Kind.FALSE_SOLD_OUT,
                falseRejections(),
                () -> words.whoWas(told) + ", but at most "
                        + Words.count(soldByThen + unknownByThen) + " of " + Words.count(sale.capacity(), "ticket")
                        + " can have been sold by then (" + Words.count(soldByThen) + " known + "
                        + Words.count(unknownByThen) + " unknown).",
                told);
    }

    /** Rejections that ended before the C-th operation that may have been sold had started. */
    private int falseRejections() {
        if (sold + account.most() < sale.capacity()) {
            return rejected;
        }
        long[] starts = IntStream.range(0, operations.size)
                .filter(op -> operations.state(op) == State.SOLD || operations.state(op) == State.UNKNOWN)
                .mapToLong(op -> operations.start[op])
                .sorted()
                .toArray();
        long fullAt = starts[Math.min(sale.capacity(), starts.length) - 1];
        return Math.max(1, (int) IntStream.range(0, operations.size)
                .filter(op -> operations.state(op) == State.REJECTED && operations.end[op] < fullAt)
                .count());
    }

    private void undersold(int soldInTheEnd) {
        int told = operations.telling[firstRejection];
        findings.add(
                Kind.UNDERSOLD,
                sale.capacity() - soldInTheEnd,
                () -> Words.count(rejected, "request") + " turned away, the first " + words.who(told) + ", which "
                        + words.was(told) + ", but in the end at most " + Words.count(soldInTheEnd) + " of "
                        + Words.count(sale.capacity(), "ticket") + " are sold.",
                told);
    }

    int sold() {
        return sold;
    }

    int unknown() {
        return unknown;
    }

    Account account() {
        return account;
    }

    @Override
    public Slack slack() {
        return new Slack(slackNanos, slackSales);
    }

    @Override
    public boolean mayBeLeftOut(int operation) {
        if (operations.state(operation) == State.UNKNOWN && account.least() == unknown) {
            return false;
        }
        return (ledger.isPresent() ? ledger.get().sold() : sold) < sale.capacity();
    }
}
