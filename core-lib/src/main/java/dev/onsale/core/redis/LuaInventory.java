package dev.onsale.core.redis;

import dev.onsale.core.BatchPolicy;
import dev.onsale.core.Decision;
import dev.onsale.core.Inventory;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;

/** Sells by script. Thread-safe. */
final class LuaInventory implements Inventory {
    /** Two, so that the store has the next full call while the answers of the last one are read. */
    private static final BatchPolicy POLICY = new BatchPolicy(128, 2);

    private static final Script UNNUMBERED = new Script("sell-unnumbered.lua");
    private static final Script NUMBERED = new Script("sell-numbered.lua");

    private final Sale sale;
    private final RScript scripts;
    private final List<Object> keys;
    private final byte[] inWords;
    private final byte[] capacity;

    LuaInventory(Sale sale, RedissonClient redisson) {
        this.sale = sale;
        this.scripts = Script.door(redisson);
        this.keys = List.of(LedgerHash.key(sale, "ledger"));
        this.inWords = Script.bytes(LedgerHash.inWords(sale));
        this.capacity = Script.bytes(Integer.toString(sale.capacity()));
    }

    @Override
    public BatchPolicy batchPolicy() {
        return POLICY;
    }

    @Override
    public CompletionStage<List<Decision>> sell(List<Purchase> purchases) {
        CompletionStage<List<Long>> replies = switch (sale.model()) {
            case UNNUMBERED -> UNNUMBERED.numbers(scripts, keys, unnumbered(purchases));
            case NUMBERED -> NUMBERED.numbers(scripts, keys, numbered(purchases));
        };
        return replies.handle((reply, failure) ->
                failure != null ? Failures.ofCall(failure, purchases.size()) : decisions(purchases, reply));
    }

    private byte[][] unnumbered(List<Purchase> purchases) {
        int k = purchases.size();
        byte[][] arguments = new byte[2 + 2 * k][];
        arguments[0] = inWords;
        arguments[1] = capacity;
        for (int i = 0; i < k; i++) {
            Purchase purchase = purchases.get(i);
            arguments[2 + i] = Script.bytes(purchase.requestId());
            arguments[2 + k + i] = Script.bytes(purchase.client());
        }
        return arguments;
    }

    private byte[][] numbered(List<Purchase> purchases) {
        int k = purchases.size();
        byte[][] arguments = new byte[1 + 3 * k][];
        arguments[0] = inWords;
        for (int i = 0; i < k; i++) {
            Purchase purchase = purchases.get(i);
            int seat = purchase.seat().orElseThrow();
            arguments[1 + i] = Script.bytes(purchase.requestId());
            arguments[1 + k + i] = Script.bytes(LedgerHash.seatField(seat));
            arguments[1 + 2 * k + i] = Script.bytes(seat + " " + purchase.client());
        }
        return arguments;
    }

    private List<Decision> decisions(List<Purchase> purchases, @Nullable List<Long> reply) {
        if (reply == null) {
            return Collections.nCopies(purchases.size(), Decision.now(Outcome.NotExecuted.NO_SALE));
        }
        List<Decision> decisions = new ArrayList<>(reply.size());
        for (int i = 0; i < reply.size(); i++) {
            decisions.add(decision(purchases.get(i), reply.get(i).intValue()));
        }
        return decisions;
    }

    /** What the scripts' number says: twice the ticket, and one more for a replay. */
    private Decision decision(Purchase purchase, int told) {
        if (told < 0) {
            return Decision.now(Outcome.NotExecuted.KEY_REUSED);
        }
        int ticket = told / 2;
        Outcome outcome;
        if (sale.model() == Model.NUMBERED) {
            outcome = ticket == 0
                    ? Outcome.Rejected.SEAT_TAKEN
                    : new Outcome.Sold(purchase.seat().orElseThrow());
        } else {
            outcome = ticket == 0 ? Outcome.Rejected.SOLD_OUT : new Outcome.Sold(ticket);
        }
        return new Decision(outcome, told % 2 != 0);
    }

    @Override
    public void close() {
        // holds nothing of its own
    }
}
