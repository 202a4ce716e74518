package dev.onsale.core.redis;

import dev.onsale.core.BatchPolicy;
import dev.onsale.core.Decision;
import dev.onsale.core.Inventory;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/** An inventory that does not sell as the real one does. */
record Tampered(
        Inventory real, BatchPolicy batchPolicy, Function<List<Purchase>, CompletionStage<List<Decision>>> selling)
        implements Inventory {
    static final Decision SOLD_OUT = Decision.now(Outcome.Rejected.SOLD_OUT);

    /** Sells a batch at a time, like the real one. */
    static Inventory batches(Inventory real, Function<List<Purchase>, CompletionStage<List<Decision>>> selling) {
        return new Tampered(real, real.batchPolicy(), selling);
    }

    /** Sells each purchase on its own, several at a time. */
    static Inventory singles(Inventory real, Function<Purchase, CompletionStage<Decision>> selling) {
        return new Tampered(
                real,
                new BatchPolicy(1, 16),
                batch -> selling.apply(batch.get(0)).thenApply(List::of));
    }

    /** Sells as the real one does, and tells something else. */
    static Inventory telling(Inventory real, BiFunction<Purchase, Decision, Decision> telling) {
        return batches(
                real,
                batch -> real.sell(batch).thenApply(decisions -> {
                    List<Decision> told = new ArrayList<>();
                    for (int i = 0; i < batch.size(); i++) {
                        told.add(telling.apply(batch.get(i), decisions.get(i)));
                    }
                    return told;
                }));
    }

    /** What the real one makes of a single purchase. */
    static CompletionStage<Decision> one(Inventory real, Purchase purchase) {
        return real.sell(List.of(purchase)).thenApply(decisions -> decisions.get(0));
    }

    static CompletionStage<Void> pause(long millis) {
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run));
    }

    @Override
    public CompletionStage<List<Decision>> sell(List<Purchase> purchases) {
        return selling.apply(purchases);
    }

    @Override
    public void close() {
        real.close();
    }
}
