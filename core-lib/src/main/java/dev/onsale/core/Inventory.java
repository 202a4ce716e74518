package dev.onsale.core;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** One worker's door to a sale, opened by a {@link ConsistencyStrategy}. Thread-safe. */
public interface Inventory extends AutoCloseable {
    /** How many purchases to hand in at a time, and how many calls to have under way. A fixed value. */
    BatchPolicy batchPolicy();

    /**
     * Decides each purchase on its own, in order; duplicates within one batch are as good as duplicates in two. The caller hands in
     * purchases that fit the sale ({@link Sale#refusal}) and no more than {@link #batchPolicy} says. Does not block. Trouble with the
     * store is an outcome: {@link Outcome.NotExecuted} when nothing can have been written, else {@link Outcome.Unknown}. An
     * exceptional completion is a bug of the inventory.
     */
    CompletionStage<List<Decision>> sell(List<Purchase> purchases);

    /** Releases what the inventory holds itself, not the store's client. Idempotent. */
    @Override
    void close();
}
