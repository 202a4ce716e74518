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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.RedissonClient;

/** {@code racy} is caught without luck: both workers have read before either may write. */
@Timeout(30)
class RaceIT {
    private final RedissonClient redisson = RedisConnections.open(Servers.redis());

    @AfterEach
    void close() {
        RedisConnections.close(redisson);
    }

    @ParameterizedTest
    @EnumSource
    void twoWorkersSellTheSameTicket(Model model) throws Exception {
        Stores stores = Stores.none().with(RedissonClient.class, redisson);
        Sale sale = new Sale("race-" + UUID.randomUUID(), model, 1);
        Strategies.named("racy").create(sale, stores);
        try {
            AtomicInteger read = new AtomicInteger();
            CompletableFuture<Void> bothHaveRead = new CompletableFuture<>();
            Inventory one = worker(sale, read, bothHaveRead);
            Inventory other = worker(sale, read, bothHaveRead);
            CompletionStage<List<Decision>> first = one.sell(List.of(purchase(model, "a")));
            CompletionStage<List<Decision>> second = other.sell(List.of(purchase(model, "b")));
            for (CompletionStage<List<Decision>> sold : List.of(first, second)) {
                assertThat(sold.toCompletableFuture().get(20, TimeUnit.SECONDS))
                        .containsExactly(Decision.now(new Outcome.Sold(1)));
            }
            assertThat(Strategies.named("racy").audit(sale, stores).sold())
                    .as("the store's own account shows it")
                    .isEqualTo(2);
        } finally {
            Strategies.named("racy").drop(sale, stores);
        }
    }

    private Inventory worker(Sale sale, AtomicInteger read, CompletableFuture<Void> bothHaveRead) {
        return new RacyInventory(sale, new LedgerHash(sale, redisson), () -> {
            if (read.incrementAndGet() == 2) {
                bothHaveRead.complete(null);
            }
            return bothHaveRead;
        });
    }

    private static Purchase purchase(Model model, String requestId) {
        return model == Model.UNNUMBERED ? Purchase.any("c", requestId) : Purchase.seat("c", 1, requestId);
    }
}
