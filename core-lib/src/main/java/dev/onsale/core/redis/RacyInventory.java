package dev.onsale.core.redis;

import dev.onsale.core.BatchPolicy;
import dev.onsale.core.Decision;
import dev.onsale.core.Inventory;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Sells with a gap between its read and its write, through which another worker fits. Thread-safe but for that gap. */
final class RacyInventory implements Inventory {
    /** One batch at a time, so that one worker alone is right: it takes two to race. */
    private static final BatchPolicy POLICY = new BatchPolicy(32, 1);

    private final Sale sale;
    private final LedgerHash ledger;
    private final Supplier<CompletionStage<Void>> gap;

    /** @param gap what lies between the read and the write: the write waits for the stage */
    RacyInventory(Sale sale, LedgerHash ledger, Supplier<CompletionStage<Void>> gap) {
        this.sale = sale;
        this.ledger = ledger;
        this.gap = gap;
    }

    /** The usual gap. Without any, the race would be lost only now and then. */
    static CompletionStage<Void> aMillisecond() {
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS, Runnable::run));
    }

    @Override
    public BatchPolicy batchPolicy() {
        return POLICY;
    }

    @Override
    public CompletionStage<List<Decision>> sell(List<Purchase> purchases) {
        return ledger.read(purchases)
                .thenApply(read -> new Clerk(sale, read, purchases))
                .thenCompose(clerk -> gap.get().thenCompose(gone -> write(clerk)))
                .exceptionally(failure -> Failures.ofCall(failure, purchases.size()));
    }

    private CompletionStage<List<Decision>> write(Clerk clerk) {
        return clerk.writes().isEmpty()
                ? CompletableFuture.completedFuture(clerk.decisions())
                : ledger.write(clerk.writes())
                        .thenApply(there ->
                                there ? clerk.decisions() : clerk.decisionsWithout(Outcome.NotExecuted.NO_SALE));
    }

    @Override
    public void close() {
        // holds nothing of its own
    }
}
