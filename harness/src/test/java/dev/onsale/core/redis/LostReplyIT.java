package dev.onsale.core.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Decision;
import dev.onsale.core.Inventory;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.Stores;
import dev.onsale.core.Strategies;
import dev.onsale.harness.Servers;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/**
 * A call that sells is executed once and, when its reply is lost, unknown: also through a client with Redisson's defaults, which by
 * themselves would send it again.
 */
@Timeout(60)
class LostReplyIT {
    private static final int TIMEOUT_MILLIS = 700;

    private final LossyProxy proxy;
    private final RedissonClient direct;
    private final RedissonClient lossy;

    LostReplyIT() throws IOException {
        proxy = new LossyProxy(Servers.redis());
        direct = RedisConnections.open(Servers.redis());
        Config defaults = new Config();
        defaults.useSingleServer()
                .setAddress(proxy.uri().toString())
                .setTimeout(TIMEOUT_MILLIS)
                .setConnectionMinimumIdleSize(1);
        lossy = Redisson.create(defaults);
    }

    @BeforeEach
    void repeatsByDefault() {
        assertThat(lossy.getConfig().useSingleServer().getRetryAttempts()).isPositive();
    }

    @AfterEach
    void close() throws Exception {
        RedisConnections.close(lossy);
        RedisConnections.close(direct);
        proxy.close();
    }

    @ParameterizedTest
    @CsvSource({
        "lua, EVALSHA, UNNUMBERED",
        "lua, EVALSHA, NUMBERED",
        "atomic-long, INCRBY, UNNUMBERED",
        "atomic-long, INCR, NUMBERED",
        "lock, EXEC, UNNUMBERED",
        "lock, EXEC, NUMBERED",
        "racy, EXEC, NUMBERED"
    })
    void isExecutedOnceAndUnknown(String id, String selling, Model model) throws Exception {
        ConsistencyStrategy strategy = Strategies.named(id);
        Stores stores = Stores.none().with(RedissonClient.class, direct);
        Sale sale = new Sale("lost-" + UUID.randomUUID(), model, 10);
        strategy.create(sale, stores);
        try (Inventory inventory = strategy.join(sale, Stores.none().with(RedissonClient.class, lossy))) {
            assertThat(sell(inventory, purchase(model, 1)).outcome()).isEqualTo(new Outcome.Sold(1));
            proxy.loseRepliesTo(selling);
            assertThat(sell(inventory, purchase(model, 2)).outcome()).isInstanceOf(Outcome.Unknown.class);
            assertThat(proxy.lost()).isEqualTo(1);
            proxy.heal();
            assertThat(strategy.audit(sale, stores).sold()).isEqualTo(2);
            if (model == Model.UNNUMBERED) {
                Outcome next =
                        sell(strategy.join(sale, stores), purchase(model, 3)).outcome();
                assertThat(next).as("no number was burned by a repeat").isEqualTo(new Outcome.Sold(3));
            }
        } finally {
            strategy.drop(sale, stores);
        }
    }

    private static Purchase purchase(Model model, int seat) {
        return model == Model.UNNUMBERED ? Purchase.any("c", "r" + seat) : Purchase.seat("c", seat, "r" + seat);
    }

    private static Decision sell(Inventory inventory, Purchase purchase) throws Exception {
        return inventory
                .sell(List.of(purchase))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .get(0);
    }
}
