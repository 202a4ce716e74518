package dev.onsale.core.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Decision;
import dev.onsale.core.Inventory;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.Stores;
import dev.onsale.core.Strategies;
import dev.onsale.harness.Servers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/** A lock is a lease: what {@code lock} answers when it runs out, or is not to be had. */
@Timeout(30)
class LeaseIT {
    private final RedissonClient redisson = RedisConnections.open(Servers.redis());
    private final Stores stores = Stores.none().with(RedissonClient.class, redisson);
    private final Sale sale = new Sale("lease-" + UUID.randomUUID(), Model.NUMBERED, 100);

    @BeforeEach
    void create() {
        Strategies.named("lock").create(sale, stores);
    }

    @AfterEach
    void drop() {
        Strategies.named("lock").drop(sale, stores);
        RedisConnections.close(redisson);
    }

    @Test
    void lostBeforeTheWriteIsSentIsNotExecuted() throws Exception {
        // the clock is read when the lock is asked for, before the write, and after it
        Inventory slow = worker(clock(Duration.ZERO, StripedLocks.LEASE));
        assertThat(sell(slow, Purchase.seat("c", 1, "a"))).isEqualTo(Decision.now(Outcome.NotExecuted.BUSY));
        assertThat(sold()).isZero();
    }

    @Test
    void lostDuringTheWriteIsUnknown() throws Exception {
        Inventory slow = worker(clock(Duration.ZERO, Duration.ZERO, StripedLocks.LEASE.plusNanos(1)));
        assertThat(sell(slow, Purchase.seat("c", 1, "a")).outcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(sold()).isEqualTo(1);
    }

    @Test
    void aRetryInTheBatchFollowsItsOriginalWhenTheLeaseIsOver() throws Exception {
        List<Purchase> batch = List.of(Purchase.seat("c", 1, "a"), Purchase.seat("c", 1, "a"));
        assertThat(sellAll(worker(clock(Duration.ZERO, StripedLocks.LEASE)), batch))
                .containsOnly(Decision.now(Outcome.NotExecuted.BUSY));
        assertThat(sellAll(worker(clock(Duration.ZERO, Duration.ZERO, StripedLocks.LEASE.plusNanos(1))), batch))
                .extracting(Decision::outcome)
                .hasOnlyElementsOfType(Outcome.Unknown.class);
    }

    @Test
    void aSaleThatGoesBetweenReadAndWriteHasSoldNothing() throws Exception {
        List<Purchase> batch = List.of(Purchase.seat("c", 1, "a"), Purchase.seat("c", 1, "a"));
        RedissonClient owner = RedisConnections.open(Servers.redis());
        try {
            Runnable dropping = () -> new LedgerHash(sale, owner).drop(List.of());
            Inventory lock = worker(new LongSupplier() {
                private int readings;

                @Override
                public long getAsLong() {
                    if (++readings == 2) {
                        dropping.run();
                    }
                    return 0;
                }
            });
            assertThat(sellAll(lock, batch)).containsOnly(Decision.now(Outcome.NotExecuted.NO_SALE));
            Strategies.named("lock").create(sale, stores);
            Inventory racy = new RacyInventory(sale, new LedgerHash(sale, redisson), () -> {
                dropping.run();
                return CompletableFuture.completedFuture(null);
            });
            assertThat(sellAll(racy, batch)).containsOnly(Decision.now(Outcome.NotExecuted.NO_SALE));
        } finally {
            RedisConnections.close(owner);
        }
    }

    @Test
    void aStoredOutcomeIsTrueWithOrWithoutALease() throws Exception {
        Decision original = sell(worker(System::nanoTime), Purchase.seat("c", 1, "a"));
        Inventory slow = worker(clock(Duration.ZERO, StripedLocks.LEASE));
        List<Decision> decisions = slow.sell(List.of(Purchase.seat("c", 1, "a"), Purchase.seat("c", 2, "b")))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertThat(decisions)
                .containsExactly(Decision.replay(original.outcome()), Decision.now(Outcome.NotExecuted.BUSY));
    }

    @Test
    void aLockThatIsNotToBeHadIsBusyAndGivesTheOthersBack() throws Exception {
        RLock held = redisson.getLock(StripedLocks.keys(sale).get(2));
        held.lock(20, TimeUnit.SECONDS);
        try {
            Inventory waiting =
                    new LockInventory(sale, new LedgerHash(sale, redisson), impatient(Duration.ZERO), System::nanoTime);
            List<Decision> decisions = waiting.sell(List.of(Purchase.seat("c", 1, "a"), Purchase.seat("c", 2, "b")))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            assertThat(decisions)
                    .containsOnly(Decision.now(Outcome.NotExecuted.BUSY))
                    .hasSize(2);
            assertThat(redisson.getLock(StripedLocks.keys(sale).get(1)).isLocked())
                    .isFalse();
            assertThat(sell(worker(System::nanoTime), Purchase.seat("c", 1, "a"))
                            .outcome())
                    .isEqualTo(new Outcome.Sold(1));
        } finally {
            held.unlock();
        }
    }

    @Test
    void twoBatchesOfOneWorkerDoNotShareALock() throws Exception {
        StripedLocks locks = new StripedLocks(sale, redisson, System::nanoTime);
        List<Purchase> batch = List.of(Purchase.seat("c", 1, "a"));
        StripedLocks.Held first = locks.take(batch).toCompletableFuture().get(20, TimeUnit.SECONDS);
        StripedLocks.Held second = impatient().take(batch).toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(first.isComplete()).isTrue();
        assertThat(second.isComplete()).isFalse();
        first.release().toCompletableFuture().get(20, TimeUnit.SECONDS);
        second.release().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private Inventory worker(LongSupplier nanoClock) {
        return new LockInventory(
                sale, new LedgerHash(sale, redisson), new StripedLocks(sale, redisson, System::nanoTime), nanoClock);
    }

    /** Locks that have waited almost long enough when they come to the one after these. */
    private StripedLocks impatient(Duration... before) {
        List<Duration> readings = new ArrayList<>(List.of(Duration.ZERO));
        readings.addAll(List.of(before));
        readings.add(StripedLocks.PATIENCE.minusMillis(100));
        return new StripedLocks(sale, redisson, clock(readings.toArray(new Duration[0])));
    }

    private static LongSupplier clock(Duration... readings) {
        Deque<Duration> left = new ArrayDeque<>(List.of(readings));
        return () -> (left.size() > 1 ? left.remove() : left.element()).toNanos();
    }

    private int sold() {
        return Strategies.named("lock").audit(sale, stores).sold();
    }

    private static List<Decision> sellAll(Inventory inventory, List<Purchase> batch) throws Exception {
        return inventory.sell(batch).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Decision sell(Inventory inventory, Purchase purchase) throws Exception {
        return inventory
                .sell(List.of(purchase))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .get(0);
    }
}
