package dev.onsale.core.redis;

import dev.onsale.core.Decision;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides one batch in this process, from what was read of the ledger before, and collects what is then to be written. What the Lua
 * scripts do inside the server; here it is only right while nobody else writes between the two.
 */
final class Clerk {
    private final Sale sale;
    private final Map<String, String> known;
    private final Map<String, String> writes = new LinkedHashMap<>();
    private final List<Decision> decisions = new ArrayList<>();

    /** Which of the decisions stand only if the writes take place. */
    private final BitSet resting = new BitSet();

    /** @param read the ledger's fields that matter to the batch */
    Clerk(Sale sale, Map<String, String> read, List<Purchase> batch) {
        this.sale = sale;
        this.known = new HashMap<>(read);
        if (!LedgerHash.inWords(sale).equals(read.get(LedgerHash.SALE))) {
            decisions.addAll(Collections.nCopies(batch.size(), Decision.now(Outcome.NotExecuted.NO_SALE)));
        } else {
            batch.forEach(purchase -> {
                boolean stored = read.containsKey(purchase.requestId());
                resting.set(decisions.size(), !stored);
                decisions.add(decide(purchase));
            });
        }
    }

    List<Decision> decisions() {
        return decisions;
    }

    /** The fields to write; empty when nothing is new. */
    Map<String, String> writes() {
        return writes;
    }

    /**
     * What stands when the writes did not take place: what was known before, and this outcome for the rest. The rest are the decisions made
     * here, and whatever was answered from one of them: a retry in the same batch follows its original.
     */
    List<Decision> decisionsWithout(Outcome instead) {
        List<Decision> standing = new ArrayList<>(decisions);
        resting.stream().forEach(i -> standing.set(i, Decision.now(instead)));
        return standing;
    }

    private Decision decide(Purchase purchase) {
        String before = known.get(purchase.requestId());
        if (before != null) {
            return again(purchase, before);
        }
        Outcome outcome = switch (sale.model()) {
            case UNNUMBERED -> anyTicket();
            case NUMBERED -> seat(purchase, purchase.seat().orElseThrow());
        };
        String got = outcome instanceof Outcome.Sold ticket
                ? Integer.toString(ticket.ticket())
                : "-" + purchase.seat().orElse(0);
        write(purchase.requestId(), got + " " + purchase.client());
        return Decision.now(outcome);
    }

    private Decision again(Purchase purchase, String before) {
        int space = before.indexOf(' ');
        int got = Integer.parseInt(before.substring(0, space));
        boolean same = before.substring(space + 1).equals(purchase.client())
                && (purchase.seat().isEmpty() || purchase.seat().getAsInt() == Math.abs(got));
        if (!same) {
            return Decision.now(Outcome.NotExecuted.KEY_REUSED);
        }
        return Decision.replay(
                got > 0
                        ? new Outcome.Sold(got)
                        : purchase.seat().isPresent() ? Outcome.Rejected.SEAT_TAKEN : Outcome.Rejected.SOLD_OUT);
    }

    private Outcome anyTicket() {
        int sold = Integer.parseInt(known.getOrDefault(LedgerHash.SOLD, "0"));
        if (sold >= sale.capacity()) {
            return Outcome.Rejected.SOLD_OUT;
        }
        write(LedgerHash.SOLD, Integer.toString(sold + 1));
        return new Outcome.Sold(sold + 1);
    }

    private Outcome seat(Purchase purchase, int seat) {
        String field = LedgerHash.seatField(seat);
        if (known.containsKey(field)) {
            return Outcome.Rejected.SEAT_TAKEN;
        }
        write(field, purchase.requestId());
        return new Outcome.Sold(seat);
    }

    private void write(String field, String value) {
        known.put(field, value);
        writes.put(field, value);
    }
}
