package dev.onsale.charts;

import dev.onsale.core.Ledger;
import dev.onsale.core.Purchase;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.History;
import dev.onsale.core.history.OutcomeKind;
import java.util.HashMap;
import java.util.Map;

/** How often each seat of a numbered sale was asked for, and how many bought it. */
final class SeatUse {
    private final int[] attempts;
    private final int[] buyers;
    private final int capacity;

    SeatUse(Evidence evidence) {
        capacity = evidence.sale().capacity();
        attempts = new int[capacity + 1];
        buyers = new int[capacity + 1];
        History history = evidence.history();
        Map<Purchase, Integer> seats = new HashMap<>();
        for (int attempt = 0; attempt < history.attempts(); attempt++) {
            int wanted = history.purchase(attempt).seat().orElse(0);
            if (exists(wanted)) {
                attempts[wanted]++;
            }
            if (history.kind(attempt) == OutcomeKind.SOLD && exists(history.ticket(attempt))) {
                seats.put(history.purchase(attempt), history.ticket(attempt)); // a retry buys nothing more
            }
        }
        seats.values().forEach(seat -> buyers[seat]++);
        evidence.ledger().ifPresent(this::addUnheard);
    }

    /** Sales that the store holds and no buyer was told of. */
    private void addUnheard(Ledger ledger) {
        if (ledger instanceof Ledger.Owners owners) {
            owners.ticketByRequest().values().forEach(this::addUnheard);
        } else if (ledger instanceof Ledger.Seats seats) {
            seats.seats().stream().forEach(this::addUnheard);
        }
    }

    private void addUnheard(int seat) {
        if (exists(seat) && buyers[seat] == 0) {
            buyers[seat] = 1;
        }
    }

    private boolean exists(int seat) {
        return seat >= 1 && seat <= capacity;
    }

    int capacity() {
        return capacity;
    }

    /** At seats that exist. */
    long attempts() {
        long sum = 0;
        for (int count : attempts) {
            sum += count;
        }
        return sum;
    }

    /** The mean over the seats from one to another, both included. */
    double attemptsPerSeat(int from, int to) {
        long sum = 0;
        for (int seat = from; seat <= to; seat++) {
            sum += attempts[seat];
        }
        return (double) sum / (to - from + 1);
    }

    int buyers(int seat) {
        return buyers[seat];
    }
}
