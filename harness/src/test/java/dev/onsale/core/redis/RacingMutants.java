package dev.onsale.core.redis;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Inventory;
import dev.onsale.core.Sale;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.redisson.api.RBucket;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/** Two workers where one should be: locks that do not hold. What they guard is {@code racy}, with a gap that others fit through. */
public final class RacingMutants {
    private static final long LEASE_MILLIS = 10;
    private static final long LONGER_THAN_THE_LEASE_MILLIS = 40;
    private static final long GAP_MILLIS = 10;

    private RacingMutants() {}

    public static ConsistencyStrategy pauseLongerThanTheLease() {
        AtomicLong takings = new AtomicLong();
        return Mutant.ofLua(
                "lock-without-fencing",
                "Holds a lock whose lease ends while the worker pauses, and writes all the same.",
                (real, sale, redisson) -> {
                    Inventory racy = racy(sale, redisson, LONGER_THAN_THE_LEASE_MILLIS);
                    RLock lock = redisson.getLock(Mutant.key(sale));
                    return Tampered.batches(racy, batch -> {
                        long taking = takings.incrementAndGet();
                        return lock.lockAsync(LEASE_MILLIS, TimeUnit.MILLISECONDS, taking)
                                .thenCompose(held -> racy.sell(batch))
                                .thenCompose(
                                        decisions -> lock.unlockAsync(taking).handle((released, tooLate) -> decisions));
                    });
                });
    }

    public static ConsistencyStrategy releaseOfAnothersLock() {
        return Mutant.ofLua(
                "lock-released-by-anyone",
                "Releases the lock without looking whose it is, also after waiting for it in vain.",
                (real, sale, redisson) -> {
                    Inventory racy = racy(sale, redisson, GAP_MILLIS);
                    RBucket<String> lock = redisson.getBucket(Mutant.key(sale));
                    return Tampered.batches(
                            racy,
                            batch -> taken(lock)
                                    .thenCompose(held -> racy.sell(batch))
                                    .thenCompose(decisions -> lock.deleteAsync().thenApply(released -> decisions)));
                });
    }

    public static ConsistencyStrategy lockNotTaken() {
        return Mutant.ofLock(
                "lock-not-taken",
                "Promises what `lock` does, and does not take the lock.",
                (real, sale, redisson) -> racy(sale, redisson, GAP_MILLIS));
    }

    private static CompletionStage<Void> taken(RBucket<String> lock) {
        return lock.setIfAbsentAsync("held", Duration.ofSeconds(20))
                .thenCompose(taken -> taken
                        ? CompletableFuture.<Void>completedFuture(null)
                        : lock.deleteAsync()
                                .thenCompose(released -> Tampered.pause(1))
                                .thenCompose(again -> taken(lock)));
    }

    private static Inventory racy(Sale sale, RedissonClient redisson, long gapMillis) {
        return new RacyInventory(sale, new LedgerHash(sale, redisson), () -> Tampered.pause(gapMillis));
    }
}
