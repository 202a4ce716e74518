package dev.onsale.core.redis;

import dev.onsale.core.BatchPolicy;
import dev.onsale.core.Decision;
import dev.onsale.core.Inventory;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Sells under a lock. The lease is measured on this process's own monotonic clock from before the lock was asked for, which is earlier than
 * the server's count begins. When it is over before the write is sent, nothing was executed; when it is over by the time the write is
 * acknowledged, another may have written between, and the outcome is unknown. Thread-safe.
 *
 * <p>Two purchases that wrongly share a request id but want different seats lie under different locks: when they come at the same moment
 * both may be sold.
 */
final class LockInventory implements Inventory {
    /** The write must leave when there is at least this much left of the lease. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** One batch at a time: two of one worker would only wait for each other. */
    private static final BatchPolicy POLICY = new BatchPolicy(128, 1);

    private final Sale sale;
    private final LedgerHash ledger;
    private final StripedLocks locks;
    private final LongSupplier nanoClock;

    LockInventory(Sale sale, LedgerHash ledger, StripedLocks locks, LongSupplier nanoClock) {
        this.sale = sale;
        this.ledger = ledger;
        this.locks = locks;
        this.nanoClock = nanoClock;
    }

    @Override
    public BatchPolicy batchPolicy() {
        return POLICY;
    }

    @Override
    public CompletionStage<List<Decision>> sell(List<Purchase> purchases) {
        long asked = nanoClock.getAsLong();
        return locks.take(purchases).thenCompose(held -> {
            CompletionStage<List<Decision>> decisions = held.isComplete()
                    ? readAndWrite(purchases, asked)
                    : CompletableFuture.completedFuture(all(purchases, held.whyNot()));
            return decisions.thenCompose(decided -> held.release().thenApply(done -> decided));
        });
    }

    private CompletionStage<List<Decision>> readAndWrite(List<Purchase> purchases, long asked) {
        return ledger.read(purchases)
                .thenApply(read -> new Clerk(sale, read, purchases))
                .handle((clerk, failure) -> failure != null
                        ? CompletableFuture.completedFuture(all(purchases, Outcome.NotExecuted.UNAVAILABLE))
                        : write(clerk, asked))
                .thenCompose(decisions -> decisions);
    }

    private CompletionStage<List<Decision>> write(Clerk clerk, long asked) {
        if (clerk.writes().isEmpty()) {
            return CompletableFuture.completedFuture(clerk.decisions());
        }
        if (leaseLeftNanos(asked) < MARGIN.toNanos()) {
            return CompletableFuture.completedFuture(clerk.decisionsWithout(Outcome.NotExecuted.BUSY));
        }
        return ledger.write(clerk.writes()).handle((there, failure) -> {
            if (failure != null) {
                return clerk.decisionsWithout(Failures.ofCall(failure));
            }
            if (!there) {
                return clerk.decisionsWithout(Outcome.NotExecuted.NO_SALE);
            }
            return leaseLeftNanos(asked) < 0
                    ? clerk.decisionsWithout(new Outcome.Unknown("the lock's lease ended during the write"))
                    : clerk.decisions();
        });
    }

    private long leaseLeftNanos(long asked) {
        return StripedLocks.LEASE.toNanos() - (nanoClock.getAsLong() - asked);
    }

    private static List<Decision> all(List<Purchase> purchases, Outcome outcome) {
        return Collections.nCopies(purchases.size(), Decision.now(outcome));
    }

    @Override
    public void close() {
        // locks are held for a batch at a time
    }
}
