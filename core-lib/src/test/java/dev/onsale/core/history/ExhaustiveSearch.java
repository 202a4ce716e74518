package dev.onsale.core.history;

import dev.onsale.core.Ledger;
import dev.onsale.core.Model;
import dev.onsale.core.Sale;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Linearizability by its definition: is there an order of the raw attempts, each at an instant within its interval, in which one clerk with one
 * table of decided requests gives every answer that was given, and ends with what the store holds? Tries all orders. Shares no
 * code and no idea with the checker: attempts are not collapsed, nothing is counted.
 */
final class ExhaustiveSearch {
    /** As an answer: not a ticket. */
    static final int REJECTED = 0;

    enum Fate {
        ANSWERED,
        NOT_EXECUTED,
        UNKNOWN
    }

    /**
     * One attempt.
     *
     * @param request 0 to 7
     * @param payload what else was asked for, beside the id: 1 to 3, in a numbered sale the seat
     * @param answer if answered: the ticket, 1 to 6, or {@link #REJECTED}
     */
    record Attempt(int request, int payload, long from, long to, Fate fate, int answer) {}

    private final Sale sale;
    private final boolean ordered;
    private final List<Attempt> attempts;
    private final Optional<Ledger> ledger;

    /** Which attempts have taken effect, and what the clerk's table was then, where that led nowhere. */
    private final Set<Long> deadEnds = new HashSet<>();

    private ExhaustiveSearch(Sale sale, boolean ordered, List<Attempt> attempts, Optional<Ledger> ledger) {
        this.sale = sale;
        this.ordered = ordered;
        this.attempts = attempts;
        this.ledger = ledger;
    }

    /** @param ordered whether tickets have to be numbered in the order of the sales; else any number will do that is free */
    static boolean isLinearizable(Sale sale, boolean ordered, List<Attempt> attempts, Optional<Ledger> ledger) {
        return new ExhaustiveSearch(sale, ordered, attempts, ledger).search(0, new Table(0));
    }

    /** The clerk's table of decided requests. For each: 1 bit whether it is decided, 2 bits payload, 3 bits answer. */
    private record Table(long bits) {
        boolean isDecided(int request) {
            return (bits >> (6 * request) & 1) != 0;
        }

        int payload(int request) {
            return (int) (bits >> (6 * request + 1) & 3);
        }

        int answer(int request) {
            return (int) (bits >> (6 * request + 3) & 7);
        }

        boolean isSold(int ticket) {
            for (int request = 0; request < 8; request++) {
                if (answer(request) == ticket) {
                    return true;
                }
            }
            return false;
        }

        Table with(int request, int payload, int answer) {
            return new Table(bits | (1L | (long) payload << 1 | (long) answer << 3) << (6 * request));
        }
    }

    /** @param done a bit for each attempt that has taken effect */
    private boolean search(int done, Table table) {
        if (isEnd(done, table)) {
            return true;
        }
        if (!deadEnds.add((long) done << 48 | table.bits())) {
            return false;
        }
        for (int i = 0; i < attempts.size(); i++) {
            if (mayBeNext(i, done) && decide(i, done | 1 << i, table)) {
                return true;
            }
        }
        return false;
    }

    /** An attempt may take effect if no attempt that is still to take effect was answered before this one was sent. */
    private boolean mayBeNext(int i, int done) {
        if (isDone(i, done) || attempts.get(i).fate() == Fate.NOT_EXECUTED) {
            return false;
        }
        for (int j = 0; j < attempts.size(); j++) {
            Attempt other = attempts.get(j);
            if (other.fate() == Fate.ANSWERED
                    && !isDone(j, done)
                    && other.to() < attempts.get(i).from()) {
                return false;
            }
        }
        return true;
    }

    /** Goes on with every answer that the clerk can give to this attempt. */
    private boolean decide(int i, int done, Table table) {
        Attempt attempt = attempts.get(i);
        if (table.isDecided(attempt.request())) {
            return table.payload(attempt.request()) == attempt.payload()
                    && fits(attempt, table.answer(attempt.request()))
                    && search(done, table);
        }
        boolean anyFree = false;
        for (int ticket = 1; ticket <= sale.capacity(); ticket++) {
            boolean suits = sale.model() == Model.UNNUMBERED || ticket == attempt.payload();
            if (suits && !table.isSold(ticket)) {
                if (!(ordered && anyFree) && fits(attempt, ticket) && search(done, after(attempt, ticket, table))) {
                    return true;
                }
                anyFree = true;
            }
        }
        return !anyFree && fits(attempt, REJECTED) && search(done, after(attempt, REJECTED, table));
    }

    private static boolean fits(Attempt attempt, int answer) {
        return attempt.fate() == Fate.UNKNOWN || attempt.answer() == answer;
    }

    private static Table after(Attempt attempt, int answer, Table table) {
        return table.with(attempt.request(), attempt.payload(), answer);
    }

    private boolean isEnd(int done, Table table) {
        for (int i = 0; i < attempts.size(); i++) {
            if (attempts.get(i).fate() == Fate.ANSWERED && !isDone(i, done)) {
                return false;
            }
        }
        return ledger.isEmpty() || agrees(ledger.get(), table);
    }

    private static boolean isDone(int i, int done) {
        return (done & 1 << i) != 0;
    }

    private static boolean agrees(Ledger ledger, Table table) {
        Map<String, Integer> sold = new HashMap<>();
        for (int request = 0; request < 8; request++) {
            if (table.answer(request) != REJECTED) {
                sold.put(RandomTrial.id(request), table.answer(request));
            }
        }
        if (ledger instanceof Ledger.Owners owners) {
            return owners.ticketByRequest().equals(sold);
        }
        if (ledger instanceof Ledger.Seats seats) {
            return seats.seats().stream()
                    .boxed()
                    .toList()
                    .equals(sold.values().stream().sorted().toList());
        }
        return ledger.sold() == sold.size();
    }
}
