package dev.onsale.core.redis;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Decision;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.redisson.api.RAtomicLong;

/** Too many tickets, too few, or the wrong numbers on them. A worker has one batch under way at a time, so its own counts need no lock. */
public final class CountingMutants {
    private static final int SHARES = 4;
    private static final int REFUSALS_UNTIL_MORE = 10;
    private static final int BLOCK = 50;

    private CountingMutants() {}

    public static ConsistencyStrategy offByOneCapacity() {
        return Mutant.ofAtomicLong(
                "off-by-one-capacity",
                "Sells while the count is at most the capacity, so one ticket too many.",
                (real, sale, redisson) ->
                        new CounterInventory(new Sale(sale.id(), sale.model(), sale.capacity() + 1), redisson));
    }

    public static ConsistencyStrategy numbersFromZero() {
        return Mutant.ofAtomicLong(
                "numbers-from-zero",
                "Numbers the tickets from 0 instead of 1.",
                (real, sale, redisson) -> Tampered.telling(
                        real,
                        (purchase, decision) -> decision.outcome() instanceof Outcome.Sold sold
                                ? Decision.now(new Outcome.Sold(sold.ticket() - 1))
                                : decision));
    }

    /** The store is emptied once, by whoever gets the middle ticket. */
    public static ConsistencyStrategy emptyStoreSellsAgain() {
        AtomicBoolean emptied = new AtomicBoolean();
        return Mutant.ofAtomicLong(
                "empty-store-sells-again",
                "Takes a counter that is missing for one at zero; the store is emptied in mid-sale.",
                (real, sale, redisson) -> {
                    RAtomicLong counter = redisson.getAtomicLong(new Counters(sale, redisson).sold());
                    return Tampered.singles(
                            real,
                            purchase -> Tampered.one(real, purchase).thenCompose(decision -> {
                                if (decision.outcome() == Outcome.NotExecuted.NO_SALE) {
                                    return counter.setAsync(Counters.START)
                                            .thenCompose(created -> Tampered.one(real, purchase));
                                }
                                boolean accident = decision.outcome().equals(new Outcome.Sold(sale.capacity() / 2))
                                        && emptied.compareAndSet(false, true);
                                return accident
                                        ? counter.deleteAsync().thenApply(deleted -> decision)
                                        : CompletableFuture.completedFuture(decision);
                            }));
                });
    }

    public static ConsistencyStrategy blocksOfNumbers() {
        return Mutant.ofAtomicLong(
                "blocks-of-numbers",
                "Gives each worker blocks of " + BLOCK + " numbers, and calls them the order of the sales.",
                (real, sale, redisson) -> {
                    RAtomicLong blocks = redisson.getAtomicLong(Mutant.key(sale));
                    Deque<Integer> numbers = new ArrayDeque<>();
                    return Tampered.batches(
                            real,
                            batch -> enough(numbers, batch.size(), blocks)
                                    .thenCompose(enough -> real.sell(batch))
                                    .thenApply(decisions -> decisions.stream()
                                            .map(decision -> Decision.now(new Outcome.Sold(numbers.remove())))
                                            .toList()));
                });
    }

    private static CompletionStage<Void> enough(Deque<Integer> numbers, int wanted, RAtomicLong blocks) {
        return numbers.size() >= wanted
                ? CompletableFuture.completedFuture(null)
                : blocks.incrementAndGetAsync().thenAccept(block -> {
                    int last = Math.toIntExact(block * BLOCK);
                    IntStream.rangeClosed(last - BLOCK + 1, last).forEach(numbers::add);
                });
    }

    public static ConsistencyStrategy earlySoldOutFlag() {
        return Mutant.ofLua(
                "early-sold-out-flag",
                "Raises each worker's sold-out flag when half of the tickets are gone.",
                (real, sale, redisson) -> {
                    AtomicBoolean soldOut = new AtomicBoolean();
                    return Tampered.batches(real, batch -> {
                        if (soldOut.get()) {
                            return CompletableFuture.completedFuture(
                                    Collections.nCopies(batch.size(), Tampered.SOLD_OUT));
                        }
                        return real.sell(batch).thenApply(decisions -> {
                            soldOut.set(decisions.stream()
                                    .anyMatch(decision -> decision.outcome() instanceof Outcome.Sold sold
                                            && sold.ticket() >= sale.capacity() / 2));
                            return decisions;
                        });
                    });
                });
    }

    public static ConsistencyStrategy escrowRefusesOnItsShare() {
        return escrow(
                "escrow-refuses-on-its-share",
                "Gives each worker a quarter of the tickets, and refuses when that is gone.",
                Integer.MAX_VALUE);
    }

    public static ConsistencyStrategy escrowGetsMoreAfterRefusing() {
        return escrow(
                "escrow-gets-more-after-refusing",
                "Refuses when a worker's quarter of the tickets is gone, and sells again when another quarter comes back.",
                REFUSALS_UNTIL_MORE);
    }

    private static ConsistencyStrategy escrow(String id, String wrong, int refusalsUntilMore) {
        return Mutant.ofLua(id, wrong, (real, sale, redisson) -> {
            AtomicInteger share = new AtomicInteger(sale.capacity() / SHARES);
            AtomicInteger refused = new AtomicInteger();
            return Tampered.batches(real, batch -> {
                if (refused.get() >= refusalsUntilMore) {
                    refused.set(0);
                    share.addAndGet(sale.capacity() / SHARES);
                }
                int selling = Math.min(share.get(), batch.size());
                share.addAndGet(-selling);
                refused.addAndGet(batch.size() - selling);
                return selling == 0
                        ? CompletableFuture.completedFuture(Collections.nCopies(batch.size(), Tampered.SOLD_OUT))
                        : real.sell(batch.subList(0, selling)).thenApply(sold -> withRefusals(sold, batch));
            });
        });
    }

    private static List<Decision> withRefusals(List<Decision> sold, List<Purchase> batch) {
        List<Decision> all = new ArrayList<>(sold);
        all.addAll(Collections.nCopies(batch.size() - sold.size(), Tampered.SOLD_OUT));
        return all;
    }
}
