package dev.onsale.core.redis;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Decision;
import dev.onsale.core.Inventory;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/** Books that do not say of each ticket whose it is. What buyers are told is right throughout. */
public final class OwnershipMutants {
    /** Every how-manieth goes wrong. */
    private static final int SOME = 10;

    private OwnershipMutants() {}

    /** What happens to the book beside a sale. */
    private interface Accident {
        CompletionStage<?> befalls(RMap<String, String> book, Purchase purchase);
    }

    public static ConsistencyStrategy seatNamesAnother() {
        return afterSome(
                "seat-names-another",
                "Names somebody else as the buyer of every tenth seat; the buyer's own entry is right.",
                (book, purchase) ->
                        book.fastPutAsync(LedgerHash.seatField(purchase.seat().orElseThrow()), "somebody"));
    }

    public static ConsistencyStrategy seatNotNamed() {
        return afterSome(
                "seat-not-named",
                "Forgets of every tenth seat that it is sold, though not to whom.",
                (book, purchase) -> book.fastRemoveAsync(
                        LedgerHash.seatField(purchase.seat().orElseThrow())));
    }

    public static ConsistencyStrategy ownerForgotten() {
        return afterSome(
                "owner-forgotten",
                "Counts all sales, but forgets whose every tenth is.",
                (book, purchase) -> book.fastRemoveAsync(purchase.requestId()));
    }

    public static ConsistencyStrategy countedTwice() {
        return afterSome(
                "counted-twice",
                "Counts every tenth sale twice.",
                (book, purchase) -> book.addAndGetAsync(LedgerHash.SOLD, 1));
    }

    private static ConsistencyStrategy afterSome(String id, String wrong, Accident accident) {
        return Mutant.ofLua(id, wrong, (real, sale, redisson) -> {
            RMap<String, String> book = book(sale, redisson);
            AtomicInteger sold = new AtomicInteger();
            return Tampered.singles(
                    real,
                    purchase -> Tampered.one(real, purchase).thenCompose(decision -> {
                        boolean now = decision.outcome() instanceof Outcome.Sold && sold.incrementAndGet() % SOME == 0;
                        return now
                                ? accident.befalls(book, purchase).thenApply(done -> decision)
                                : CompletableFuture.completedFuture(decision);
                    }));
        });
    }

    public static ConsistencyStrategy soldToAnother() {
        return Mutant.ofLua(
                "sold-to-another-client",
                "Puts every sale down to a client of its own, under the buyer's request id.",
                (real, sale, redisson) -> Tampered.singles(
                        real, purchase -> Tampered.one(real, Purchase.any("somebody", purchase.requestId()))));
    }

    /** Every refusal is struck from the book. */
    public static ConsistencyStrategy forgetsRefusals() {
        return Mutant.ofLua(
                "forgets-refusals",
                "Remembers whom it sold a ticket, and not whom it refused one.",
                (real, sale, redisson) -> forgetting(real, book(sale, redisson)));
    }

    private static Inventory forgetting(Inventory real, RMap<String, String> book) {
        return Tampered.singles(
                real,
                purchase -> Tampered.one(real, purchase)
                        .thenCompose(decision -> decision.outcome() instanceof Outcome.Rejected
                                ? book.fastRemoveAsync(purchase.requestId()).thenApply(done -> decision)
                                : CompletableFuture.<Decision>completedFuture(decision)));
    }

    private static RMap<String, String> book(Sale sale, RedissonClient redisson) {
        return redisson.getMap(LedgerHash.key(sale, "ledger"), StringCodec.INSTANCE);
    }
}
