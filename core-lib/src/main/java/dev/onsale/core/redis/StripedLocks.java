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
import org.redisson.RedissonShutdownException;
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

    /** The longest wait for one message that a lock is free: one that was lost with its connection costs no more than this. */
    private static final Duration WAKES = Duration.ofSeconds(2);

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
        long leftMillis = Math.max(0, TimeUnit.NANOSECONDS.toMillis(giveUp - nanoClock.getAsLong()));
        long waitMillis = Math.min(leftMillis, WAKES.toMillis());
        return lock.tryLockAsync(waitMillis, LEASE.toMillis(), TimeUnit.MILLISECONDS, held.id)
                .handle((taken, failure) -> failure == null ? taken : held.failed(lock, failure))
                .thenCompose(taken -> {
                    if (taken) {
                        held.locks.add(lock);
                        return takeNext(held, stripes, next + 1, giveUp);
                    }
                    return held.failure == null && waitMillis < leftMillis
                            ? takeNext(held, stripes, next, giveUp)
                            : CompletableFuture.completedFuture(held);
                });
    }

    /** The locks that one batch holds. */
    static final class Held {
        /** Tries to give a lock back that failed: the first comes soon, the later ones at this distance. */
        private static final long LONGEST_PAUSE_MILLIS = 1_000;

        private static final long FIRST_PAUSE_MILLIS = 50;

        private final long id;
        private final List<RLock> locks = new ArrayList<>();
        private @Nullable Throwable failure;
        private @Nullable RLock doubtful;
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

        /** When it was the reply that was lost, the lock may be ours, or become it when the server gets to what it was sent. */
        private boolean failed(RLock lock, Throwable failure) {
            this.failure = failure;
            if (Failures.ofCall(failure) instanceof Outcome.Unknown) {
                doubtful = lock;
            }
            return false;
        }

        /**
         * Gives all back. The stage always completes normally, and after one try for each lock. When that failed, as it does on a
         * connection that was just lost, others follow until the lease is over: without them everybody would stand still for so long. A
         * try can come late, but it cannot hit another's lock: it names this taking.
         */
        CompletionStage<Void> release() {
            List<CompletableFuture<Void>> tries = new ArrayList<>();
            locks.forEach(
                    lock -> tries.add(giveBack(lock, FIRST_PAUSE_MILLIS, 0).toCompletableFuture()));
            if (doubtful != null) {
                tries.add(giveBack(doubtful, FIRST_PAUSE_MILLIS, 0).toCompletableFuture());
            }
            return CompletableFuture.allOf(tries.toArray(CompletableFuture<?>[]::new));
        }

        private CompletionStage<Void> giveBack(RLock lock, long pauseMillis, long waitedMillis) {
            return lock.unlockAsync(id).handle((done, failure) -> {
                if (failure != null && !isGone(lock, failure) && waitedMillis < LEASE.toMillis()) {
                    long nextPause = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
                    CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS, Runnable::run)
                            .execute(() -> giveBack(lock, nextPause, waitedMillis + pauseMillis));
                }
                return null;
            });
        }

        /** Whether there is nothing to give back. A lock whose taking was not answered may yet be taken. */
        private boolean isGone(RLock lock, Throwable failure) {
            Throwable cause = Failures.unwrap(failure);
            return cause instanceof RedissonShutdownException
                    || (cause instanceof IllegalMonitorStateException && lock != doubtful);
        }
    }
}
