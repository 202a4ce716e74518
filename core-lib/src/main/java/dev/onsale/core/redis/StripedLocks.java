package dev.onsale.core.redis;

import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.CommonOptions;

/**
 * The distributed locks of a sale: one, or for seats one for every {@value #STRIPES}th seat. A batch takes those that it needs one after
 * another in ascending order, so that two batches never wait for each other. Few stripes, since a batch needs most of them and pays a
 * round trip for each; they part workers only while batches are small. Thread-safe; nothing here blocks.
 *
 * <p>Redisson's lock is re-entrant by thread id, and what runs here runs on any of a few threads: each taking has an id of its own, or two
 * batches of one process would both be let in. The ids are this process's, not this object's, since several workers may share one client.
 */
final class StripedLocks {
    static final int STRIPES = 4;

    /** Long enough for any batch; a worker that dies holds up the others for no longer. Given explicitly, so nothing renews it. */
    static final Duration LEASE = Duration.ofSeconds(20);

    /** For all that a batch needs. The lock is not fair: under load a worker may well wait for seconds. */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final AtomicLong TAKINGS = new AtomicLong();

    private final List<RLock> locks;
    private final LongSupplier nanoClock;

    StripedLocks(Sale sale, RedissonClient redisson, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        locks = keys(sale).stream()
                .map(key -> redisson.getLock(CommonOptions.name(key).retryAttempts(0)))
                .toList();
    }

    static List<String> keys(Sale sale) {
        int count = sale.model() == Model.NUMBERED ? STRIPES : 1;
        return IntStream.range(0, count)
                .mapToObj(stripe -> LedgerHash.key(sale, "lock:" + stripe))
                .toList();
    }

    /** Takes what the batch needs. The stage's value is held by the caller, who must release it, all of it or not. */
    CompletionStage<Held> take(List<Purchase> batch) {
        SortedSet<Integer> stripes = new TreeSet<>();
        batch.forEach(purchase -> stripes.add(purchase.seat().orElse(0) % locks.size()));
        long giveUp = nanoClock.getAsLong() + PATIENCE.toNanos();
        return takeNext(new Held(TAKINGS.incrementAndGet()), new ArrayList<>(stripes), 0, giveUp);
    }

    private CompletionStage<Held> takeNext(Held held, List<Integer> stripes, int next, long giveUp) {
        if (next == stripes.size()) {
            held.complete = true;
            return CompletableFuture.completedFuture(held);
        }
        RLock lock = locks.get(stripes.get(next));
        long waitMillis = Math.max(0, TimeUnit.NANOSECONDS.toMillis(giveUp - nanoClock.getAsLong()));
        return lock.tryLockAsync(waitMillis, LEASE.toMillis(), TimeUnit.MILLISECONDS, held.id)
                .handle((taken, failure) -> {
                    held.failure = failure;
                    // when the reply was lost the lock may be ours: it is given back then, too
                    if (failure != null || taken) {
                        held.locks.add(lock);
                    }
                    return failure == null && taken;
                })
                .thenCompose(taken -> taken
                        ? takeNext(held, stripes, next + 1, giveUp)
                        : CompletableFuture.<Held>completedFuture(held));
    }

    /** The locks that one batch holds. */
    static final class Held {
        private final long id;
        private final List<RLock> locks = new ArrayList<>();
        private @Nullable Throwable failure;
        private boolean complete;

        private Held(long id) {
            this.id = id;
        }

        /** Whether these are all that the batch needs. */
        boolean isComplete() {
            return complete;
        }

        /** Why they are not. */
        Outcome.NotExecuted whyNot() {
            return failure == null ? Outcome.NotExecuted.BUSY : Outcome.NotExecuted.UNAVAILABLE;
        }

        /** Gives all back. The stage always completes normally: a lock that could not be given back ends with its lease. */
        CompletionStage<Void> release() {
            return CompletableFuture.allOf(locks.stream()
                            .map(lock -> lock.unlockAsync(id).toCompletableFuture())
                            .toArray(CompletableFuture<?>[]::new))
                    .handle((done, failure) -> null);
        }
    }
}
