package dev.onsale.core.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Model;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.harness.Servers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.redisson.api.RedissonClient;

/** A connection that is lost holds up the sale for a moment, and not until the lock's lease is over. */
@Timeout(60)
class LockOutageIT {
    private static final List<Purchase> BATCH = List.of(Purchase.any("c", "a"));

    private final LossyProxy proxy = new LossyProxy(Servers.redis());
    private final RedissonClient healthy = RedisConnections.open(Servers.redis());
    private final RedissonClient unlucky = RedisConnections.open(proxy.uri());
    private final Sale sale = sale();

    LockOutageIT() throws IOException {}

    @AfterEach
    void close() throws IOException {
        RedisConnections.close(unlucky);
        RedisConnections.close(healthy);
        proxy.close();
    }

    @Test
    void aLockThatCouldNotBeGivenBackIsGivenBackLater() throws Exception {
        StripedLocks.Held held = take(sale, unlucky);
        assertThat(held.isComplete()).isTrue();
        proxy.refuse();
        held.release().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(isLocked()).as("the release did not arrive").isTrue();
        proxy.heal();
        Awaitility.await().atMost(StripedLocks.LEASE.dividedBy(2)).until(() -> !isLocked());
    }

    @Test
    void aLockThatMayBeOursIsGivenBackToo() throws Exception {
        take(sale, healthy)
                .release()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS); // the server knows the scripts now
        proxy.loseRepliesTo(StripedLocks.keys(sale).get(0));
        StripedLocks.Held held = take(sale, unlucky);
        assertThat(held.isComplete()).isFalse();
        assertThat(isLocked()).as("the reply was lost, and the lock taken").isTrue();
        proxy.refuse();
        held.release().toCompletableFuture().get(20, TimeUnit.SECONDS);
        proxy.heal();
        Awaitility.await().atMost(StripedLocks.LEASE.dividedBy(2)).until(() -> !isLocked());
    }

    @Test
    void aMessageThatWasLostWithItsConnectionIsNotWaitedFor() throws Exception {
        StripedLocks.Held first = take(sale, healthy);
        CompletableFuture<StripedLocks.Held> waiting =
                locks(sale, unlucky).take(BATCH).toCompletableFuture();
        String channel = "redisson_lock__channel:" + StripedLocks.keys(sale).get(0);
        Awaitility.await().until(() -> healthy.getTopic(channel).countSubscribers() == 1);
        proxy.refuse();
        first.release().toCompletableFuture().get(20, TimeUnit.SECONDS);
        proxy.heal();
        StripedLocks.Held second = waiting.get(20, TimeUnit.SECONDS);
        assertThat(second.isComplete()).isTrue();
        second.release().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void manySalesWaitOnOneClient() throws Exception {
        List<Sale> sales = IntStream.range(0, 24).mapToObj(i -> sale()).toList();
        List<StripedLocks.Held> held = new ArrayList<>();
        for (Sale each : sales) {
            held.add(take(each, healthy));
        }
        List<CompletableFuture<StripedLocks.Held>> waiting = sales.stream()
                .map(each -> locks(each, unlucky).take(BATCH).toCompletableFuture())
                .toList();
        for (Sale each : sales) {
            String channel = "redisson_lock__channel:" + StripedLocks.keys(each).get(0);
            Awaitility.await().until(() -> healthy.getTopic(channel).countSubscribers() == 1);
        }
        for (StripedLocks.Held each : held) {
            each.release().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        for (CompletableFuture<StripedLocks.Held> each : waiting) {
            StripedLocks.Held got = each.get(20, TimeUnit.SECONDS);
            assertThat(got.isComplete()).isTrue();
            got.release().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    private boolean isLocked() {
        return healthy.getLock(StripedLocks.keys(sale).get(0)).isLocked();
    }

    private static StripedLocks.Held take(Sale sale, RedissonClient client) throws Exception {
        return locks(sale, client).take(BATCH).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static StripedLocks locks(Sale sale, RedissonClient client) {
        return new StripedLocks(sale, client, System::nanoTime);
    }

    private static Sale sale() {
        return new Sale("outage-" + UUID.randomUUID(), Model.UNNUMBERED, 10);
    }
}
