package dev.onsale.core.history;

import dev.onsale.core.Sale;
import dev.onsale.core.history.Operations.ExtraSale;
import dev.onsale.core.history.Operations.State;
import dev.onsale.core.history.Violation.Kind;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The numbers on unnumbered tickets: each in 1..capacity and given out once; and, if they are to be in the order of the sales, possible in
 * that order. For this the numbers are placed from 1 on, each as early as it can be: not before the one before it, not before its
 * buyer asked, and so not after its buyer was told. A number that no buyer knows of goes to the unknown operation that started first:
 * unknown ones have no end, so any is as good as another but for its start.
 */
final class NumberCheck {
    private final Sale sale;
    private final History history;
    private final Operations operations;
    private final Findings findings;
    private final Words words;

    /** Operation plus one; 0 where no buyer knows of the number. */
    private final int[] buyerByNumber;

    private boolean clean = true;

    NumberCheck(Sale sale, History history, Operations operations, Findings findings) {
        this.sale = sale;
        this.history = history;
        this.operations = operations;
        this.findings = findings;
        words = new Words(history);
        buyerByNumber = new int[highestNumber() + 1];
        for (int op = 0; op < operations.size; op++) {
            if (operations.state(op) == State.SOLD) {
                give(operations.ticket[op], op, operations.telling[op]);
            }
        }
        for (ExtraSale extra : operations.extraSales) {
            give(extra.ticket(), extra.operation(), extra.attempt());
        }
    }

    /** Of the numbers given out that are in range. */
    private int highestNumber() {
        int given = 0;
        for (int op = 0; op < operations.size; op++) {
            given = operations.state(op) == State.SOLD ? Math.max(given, inRange(operations.ticket[op])) : given;
        }
        for (ExtraSale extra : operations.extraSales) {
            given = Math.max(given, inRange(extra.ticket()));
        }
        return given;
    }

    private int inRange(int number) {
        return number >= 1 && number <= sale.capacity() ? number : 0;
    }

    private void give(int number, int op, int attempt) {
        if (inRange(number) == 0) {
            clean = false;
            findings.add(
                    Kind.NUMBER_RANGE,
                    () -> words.whoHas(attempt, number) + ", but there are only 1 to " + sale.capacity() + ".",
                    attempt);
            return;
        }
        int before = buyerByNumber[number] - 1;
        if (before >= 0) {
            clean = false;
            int other = operations.telling[before];
            boolean inOrder = history.answeredNanos(other) <= history.answeredNanos(attempt);
            int first = inOrder ? other : attempt;
            int second = inOrder ? attempt : other;
            findings.add(
                    Kind.DUP_NUMBER,
                    () -> "Ticket " + number + " was sold twice: " + words.whoHas(first, number) + ", and "
                            + words.whoHas(second, number) + ".",
                    first,
                    second);
            return;
        }
        buyerByNumber[number] = op + 1;
    }

    /**
     * Whether the numbers can be in the order of the sales. Says nothing where they are not even numbers. Ends at the highest number known:
     * what is above it is a matter of how many were sold, and so of the {@link CounterCheck}.
     *
     * @param account how many of the unknown ones were sold
     */
    void checkOrder(Account account) {
        if (!clean || !operations.extraSales.isEmpty()) {
            return;
        }
        long[] unknownStarts = IntStream.range(0, operations.size)
                .filter(op -> operations.state(op) == State.UNKNOWN)
                .mapToLong(op -> operations.start[op])
                .toArray();
        Arrays.sort(unknownStarts);
        place(Arrays.copyOf(unknownStarts, Math.min(unknownStarts.length, account.most())));
    }

    private void place(long[] unknownStarts) {
        long earliest = Long.MIN_VALUE;
        int dueTo = 0;
        int unknownUsed = 0;
        for (int number = 1; number < buyerByNumber.length; number++) {
            int op = buyerByNumber[number] - 1;
            if (op < 0 && unknownUsed == unknownStarts.length) {
                gap(number, unknownUsed);
                return;
            }
            long start = op < 0 ? unknownStarts[unknownUsed++] : operations.start[op];
            if (start > earliest) {
                earliest = start;
                dueTo = number;
            }
            if (op >= 0 && operations.end[op] < earliest) {
                outOfOrder(number, dueTo, earliest);
            }
        }
    }

    private void gap(int number, int unknownUsed) {
        int next = number;
        while (buyerByNumber[next] == 0) {
            next++;
        }
        int attempt = operations.telling[buyerByNumber[next] - 1];
        findings.add(
                Kind.GAP,
                () -> "Ticket " + number + " was sold to nobody"
                        + (unknownUsed == 0 ? "" : ", even if all unknown requests were sold smaller ones")
                        + "; yet " + words.whoWas(attempt)
                        + ".",
                attempt);
    }

    private void outOfOrder(int number, int dueTo, long since) {
        int told = operations.telling[buyerByNumber[number] - 1];
        int buyer = buyerByNumber[dueTo] - 1;
        String earlier = buyer < 0
                ? "the first unknown request that can hold ticket " + dueTo + " was sent "
                : "ticket " + dueTo + "'s buyer " + words.who(operations.first[buyer]) + " asked ";
        Integer[] attempts = buyer < 0 ? new Integer[] {told} : new Integer[] {told, operations.first[buyer]};
        findings.add(
                Kind.ORDER,
                () -> words.whoWas(told) + ", but " + earlier + "only at " + Words.micros(since) + ".",
                attempts);
    }
}
