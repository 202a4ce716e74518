package dev.onsale.core.redis;

import dev.onsale.core.BatchPolicy;
import dev.onsale.core.Decision;
import dev.onsale.core.Inventory;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RFuture;
import org.redisson.api.RedissonClient;

/** Sells seats by a counter each: the one that raises it from its start has the seat. A batch is sent in one go. Thread-safe. */
final class SeatCounterInventory implements Inventory {
    private static final BatchPolicy POLICY = new BatchPolicy(128, 1);

    private static final Outcome UNANSWERED = new Outcome.Unknown("Redis did not answer");

    private final RedissonClient redisson;
    private final Counters counters;

    SeatCounterInventory(Sale sale, RedissonClient redisson) {
        this.redisson = redisson;
        this.counters = new Counters(sale, redisson);
    }

    @Override
    public BatchPolicy batchPolicy() {
        return POLICY;
    }

    @Override
    public CompletionStage<List<Decision>> sell(List<Purchase> purchases) {
        RBatch batch = redisson.createBatch(BatchOptions.defaults().retryAttempts(0));
        List<RFuture<Long>> values = new ArrayList<>(purchases.size());
        for (Purchase purchase : purchases) {
            values.add(batch.getAtomicLong(counters.seat(purchase.seat().orElseThrow()))
                    .incrementAndGetAsync());
        }
        return batch.executeAsync()
                .handle((done, failure) -> failure == null ? UNANSWERED : Failures.ofCommandInLine(failure))
                .thenCompose(otherwise -> decide(purchases, values, otherwise));
    }

    /**
     * Each command has an answer of its own, also when the batch as a whole failed.
     *
     * @param otherwise what to say where Redisson leaves the answer to the batch, as it does with refusals that it could retry
     */
    private CompletionStage<List<Decision>> decide(
            List<Purchase> purchases, List<RFuture<Long>> values, Outcome otherwise) {
        List<Decision> decisions = new ArrayList<>(purchases.size());
        List<Object> inTheVoid = new ArrayList<>();
        for (int i = 0; i < purchases.size(); i++) {
            int seat = purchases.get(i).seat().orElseThrow();
            Outcome outcome = values.get(i)
                    .toCompletableFuture()
                    .handle((value, failure) ->
                            failure != null ? Failures.ofCommandInLine(failure) : outcome(seat, value))
                    .getNow(otherwise);
            if (outcome == Outcome.NotExecuted.NO_SALE) {
                inTheVoid.add(counters.seat(seat));
            }
            decisions.add(Decision.now(outcome));
        }
        return inTheVoid.isEmpty()
                ? CompletableFuture.completedFuture(decisions)
                : counters.clearVoid(inTheVoid).thenApply(done -> decisions);
    }

    private static Outcome outcome(int seat, long value) {
        if (value < Counters.START) {
            return Outcome.NotExecuted.NO_SALE;
        }
        return value == Counters.START + 1 ? new Outcome.Sold(seat) : Outcome.Rejected.SEAT_TAKEN;
    }

    @Override
    public void close() {
        // holds nothing of its own
    }
}
