package dev.onsale.core.redis;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Decision;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.redisson.api.RAtomicLong;
import org.redisson.client.RedisTimeoutException;

/** Answers that are not what was done. */
public final class TellingMutants {
    /** Every how-manieth goes wrong. */
    private static final int SOME = 10;

    private static final int SHELF = 50;

    private TellingMutants() {}

    /** The last batch of each worker is never written, as when the worker dies. */
    public static ConsistencyStrategy beforeTheCommit() {
        return Mutant.ofLua(
                "answers-before-commit",
                "Answers SOLD first and writes the sale with the next batch; the last batches are never written.",
                (real, sale, redisson) -> {
                    LedgerHash ledger = new LedgerHash(sale, redisson);
                    RAtomicLong counter = redisson.getAtomicLong(Mutant.key(sale));
                    Map<String, String> unwritten = new ConcurrentHashMap<>();
                    return Tampered.batches(real, batch -> {
                        Map<String, String> late = Map.copyOf(unwritten);
                        unwritten.clear();
                        return (late.isEmpty() ? CompletableFuture.completedFuture(true) : ledger.write(late))
                                .thenCompose(written -> counter.addAndGetAsync(batch.size()))
                                .thenApply(last -> {
                                    List<Decision> told = new ArrayList<>();
                                    for (Purchase purchase : batch) {
                                        int number = Math.toIntExact(last) - batch.size() + told.size() + 1;
                                        unwritten.put(purchase.requestId(), number + " " + purchase.client());
                                        told.add(Decision.now(new Outcome.Sold(number)));
                                    }
                                    return told;
                                });
                    });
                });
    }

    public static ConsistencyStrategy busyThoughSold() {
        return insteadOfSold(
                "sells-and-answers-busy", "Sells, and answers every tenth buyer BUSY.", Outcome.NotExecuted.BUSY);
    }

    public static ConsistencyStrategy soldOutThoughSold() {
        return insteadOfSold(
                "sells-and-answers-sold-out",
                "Sells, and answers every tenth buyer SOLD_OUT.",
                Outcome.Rejected.SOLD_OUT);
    }

    private static ConsistencyStrategy insteadOfSold(String id, String wrong, Outcome outcome) {
        return Mutant.ofLua(id, wrong, (real, sale, redisson) -> {
            AtomicInteger sold = new AtomicInteger();
            return Tampered.telling(
                    real,
                    (purchase, decision) ->
                            decision.outcome() instanceof Outcome.Sold && sold.incrementAndGet() % SOME == 0
                                    ? Decision.now(outcome)
                                    : decision);
        });
    }

    public static ConsistencyStrategy exceptionAsRefusal() {
        return Mutant.ofLua(
                "exception-as-refusal",
                "Catches the store's exception, and answers SOLD_OUT; every third call fails.",
                (real, sale, redisson) -> {
                    AtomicInteger calls = new AtomicInteger();
                    return Tampered.batches(real, batch -> {
                        CompletableFuture<List<Decision>> call = calls.incrementAndGet() % 3 == 0
                                ? CompletableFuture.failedFuture(new RedisTimeoutException("no connection"))
                                : real.sell(batch).toCompletableFuture();
                        return call.exceptionally(swallowed -> Collections.nCopies(batch.size(), Tampered.SOLD_OUT));
                    });
                });
    }

    public static ConsistencyStrategy alwaysBusy() {
        return Mutant.ofLua(
                "always-busy",
                "Answers BUSY, and does nothing else.",
                (real, sale, redisson) -> Tampered.batches(
                        real,
                        batch -> CompletableFuture.completedFuture(
                                Collections.nCopies(batch.size(), Decision.now(Outcome.NotExecuted.BUSY)))));
    }

    public static ConsistencyStrategy refusesEveryTenth() {
        return Mutant.ofLua(
                "refuses-every-tenth",
                "Tells every tenth buyer NO_SALE, for ever and without looking.",
                (real, sale, redisson) -> {
                    AtomicInteger asked = new AtomicInteger();
                    return Tampered.singles(
                            real,
                            purchase -> asked.incrementAndGet() % SOME == 0
                                    ? CompletableFuture.completedFuture(Decision.now(Outcome.NotExecuted.NO_SALE))
                                    : Tampered.one(real, purchase));
                });
    }

    public static ConsistencyStrategy tellsNobody() {
        return Mutant.ofLua(
                "tells-nobody",
                "Sells, and tells no buyer what became of it.",
                (real, sale, redisson) -> Tampered.telling(
                        real, (purchase, decision) -> Decision.now(new Outcome.Unknown("said nothing"))));
    }

    public static ConsistencyStrategy nextSeat() {
        return Mutant.ofLua(
                "seat-index-off-by-one",
                "Sells the seat after the one that was asked for.",
                (real, sale, redisson) -> Tampered.singles(
                        real,
                        purchase -> Tampered.one(
                                real,
                                Purchase.seat(
                                        purchase.client(),
                                        purchase.seat().orElseThrow() % sale.capacity() + 1,
                                        purchase.requestId()))));
    }

    public static ConsistencyStrategy lastSeatDoesNotExist() {
        return Mutant.ofLua(
                "last-seat-does-not-exist",
                "Takes the capacity for the first seat that does not exist, so the last buyer is told NO_SUCH_SEAT.",
                (real, sale, redisson) -> Tampered.singles(
                        real,
                        purchase -> purchase.seat().orElseThrow() >= sale.capacity()
                                ? CompletableFuture.completedFuture(Decision.now(Outcome.NotExecuted.NO_SUCH_SEAT))
                                : Tampered.one(real, purchase)));
    }

    public static ConsistencyStrategy seatsMistakenForOthers() {
        return Mutant.ofLua(
                "seats-mistaken-for-others",
                "Remembers taken seats by a number that every " + SHELF + "th seat shares.",
                (real, sale, redisson) -> {
                    Set<Integer> taken = ConcurrentHashMap.newKeySet();
                    return Tampered.singles(
                            real,
                            purchase -> taken.add(purchase.seat().orElseThrow() % SHELF)
                                    ? Tampered.one(real, purchase)
                                    : CompletableFuture.completedFuture(Decision.now(Outcome.Rejected.SEAT_TAKEN)));
                });
    }
}
