package dev.onsale.core.local;

import dev.onsale.core.Decision;
import dev.onsale.core.Ledger;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One sale's book: what was sold, and what each request was told. Thread-safe: one lock, one writer. */
final class MemorySale {
    private final Sale sale;
    private final Map<String, Entry> book = new HashMap<>();
    private final BitSet seats = new BitSet();
    private int sold;

    MemorySale(Sale sale) {
        this.sale = sale;
    }

    Sale sale() {
        return sale;
    }

    synchronized List<Decision> sell(List<Purchase> purchases) {
        List<Decision> decisions = new ArrayList<>(purchases.size());
        for (Purchase purchase : purchases) {
            decisions.add(decide(purchase));
        }
        return decisions;
    }

    private Decision decide(Purchase purchase) {
        Entry before = book.get(purchase.requestId());
        if (before != null) {
            return before.purchase.equals(purchase)
                    ? Decision.replay(before.outcome)
                    : Decision.now(Outcome.NotExecuted.KEY_REUSED);
        }
        Outcome outcome = switch (sale.model()) {
            case UNNUMBERED -> nextTicket();
            case NUMBERED -> seat(purchase.seat().orElseThrow());
        };
        book.put(purchase.requestId(), new Entry(purchase, outcome));
        return Decision.now(outcome);
    }

    private Outcome nextTicket() {
        return sold < sale.capacity() ? new Outcome.Sold(++sold) : Outcome.Rejected.SOLD_OUT;
    }

    private Outcome seat(int seat) {
        if (seats.get(seat)) {
            return Outcome.Rejected.SEAT_TAKEN;
        }
        seats.set(seat);
        return new Outcome.Sold(seat);
    }

    synchronized Ledger audit() {
        Map<String, Integer> owners = new HashMap<>();
        Map<String, String> clients = new HashMap<>();
        book.forEach((request, entry) -> {
            if (entry.outcome instanceof Outcome.Sold ticket) {
                owners.put(request, ticket.ticket());
                clients.put(request, entry.purchase.client());
            }
        });
        int counted = sale.model() == Model.NUMBERED ? seats.cardinality() : sold;
        return new Ledger.Owners(owners, Optional.of(clients), Optional.empty(), OptionalInt.of(counted));
    }

    private record Entry(Purchase purchase, Outcome outcome) {}
}
