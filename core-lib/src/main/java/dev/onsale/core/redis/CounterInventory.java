package dev.onsale.core.redis;

import dev.onsale.core.BatchPolicy;
import dev.onsale.core.Decision;
import dev.onsale.core.Inventory;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RAtomicLong;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.CommonOptions;

/** Sells any ticket by one counter: a batch raises it by its size, and has the numbers up to the result. Thread-safe. */
final class CounterInventory implements Inventory {
    private static final BatchPolicy POLICY = new BatchPolicy(128, 1);

    private final Sale sale;
    private final Counters counters;
    private final RAtomicLong counter;

    CounterInventory(Sale sale, RedissonClient redisson) {
        this.sale = sale;
        this.counters = new Counters(sale, redisson);
        this.counter =
                redisson.getAtomicLong(CommonOptions.name(counters.sold()).retryAttempts(0));
    }

    @Override
    public BatchPolicy batchPolicy() {
        return POLICY;
    }

    @Override
    public CompletionStage<List<Decision>> sell(List<Purchase> purchases) {
        int k = purchases.size();
        return counter.addAndGetAsync(k)
                .thenCompose(value -> decide(k, value))
                .exceptionally(failure -> Failures.ofCall(failure, k));
    }

    private CompletionStage<List<Decision>> decide(int k, long value) {
        long last = value - Counters.START;
        if (last < 0) {
            return counters.clearVoid(List.of(counters.sold()))
                    .thenApply(done -> Collections.nCopies(k, Decision.now(Outcome.NotExecuted.NO_SALE)));
        }
        List<Decision> decisions = new ArrayList<>(k);
        for (long number = last - k + 1; number <= last; number++) {
            decisions.add(Decision.now(
                    number <= sale.capacity() ? new Outcome.Sold((int) number) : Outcome.Rejected.SOLD_OUT));
        }
        return CompletableFuture.completedFuture(decisions);
    }

    @Override
    public void close() {
        // holds nothing of its own
    }
}
