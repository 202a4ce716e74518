package dev.onsale.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Decision;
import dev.onsale.core.Inventory;
import dev.onsale.core.Model;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.Stores;
import dev.onsale.core.StrategyContract;
import dev.onsale.core.redis.LossyProxy;
import dev.onsale.core.redis.RedisConnections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;

/** A strategy on a real Redis under the contract: every other worker has a client of its own. */
abstract class RedisContract extends StrategyContract {
    private static final List<RedissonClient> CLIENTS = new ArrayList<>();

    private int turn;

    @Override
    protected abstract String id();

    /** The command that sells. */
    protected abstract String selling(Model model);

    /** The command that sells does not arrive. */
    @Override
    protected List<Decision> sellWhatIsNotWritten(Sale sale, List<Purchase> batch) {
        try (LossyProxy proxy = new LossyProxy(Servers.redis())) {
            RedissonClient client = RedisConnections.open(proxy.uri());
            try {
                Inventory inventory = strategy().join(sale, Stores.none().with(RedissonClient.class, client));
                proxy.lose(selling(sale.model()));
                List<Decision> decisions = sell(inventory, batch);
                proxy.heal();
                Awaitility.await("it holds up nobody any longer")
                        .untilAsserted(() -> assertThat(remains(sale)).noneMatch(key -> key.contains(":lock:")));
                return decisions;
            } finally {
                RedisConnections.close(client);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void connect() {
        CLIENTS.add(RedisConnections.open(Servers.redis()));
        CLIENTS.add(RedisConnections.open(Servers.redis()));
    }

    @AfterAll
    static void disconnect() {
        CLIENTS.forEach(RedisConnections::close);
        CLIENTS.clear();
    }

    @Override
    protected Stores stores() {
        return Stores.none().with(RedissonClient.class, CLIENTS.get(turn++ % CLIENTS.size()));
    }

    @Override
    protected void lose(Sale sale) {
        client().getKeys().unlink(remains(sale).toArray(new String[0]));
    }

    @Override
    protected Collection<String> remains(Sale sale) {
        List<String> keys = new ArrayList<>();
        client().getKeys()
                .getKeys(KeysScanOptions.defaults().pattern("*{" + sale.id() + "}*"))
                .forEach(keys::add);
        return keys;
    }

    @ParameterizedTest
    @EnumSource
    void everyKeyExpiresAfterADay(Model model) {
        Sale sale = create(model, 50);
        Inventory inventory = join(sale);
        for (int seat = 1; seat <= 20; seat++) {
            sell(inventory, List.of(purchase(model, "r" + seat, seat)));
        }
        assertThat(remains(sale))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(client().getBucket(key).remainTimeToLive())
                        .as(key)
                        .isBetween(1L, 86_400_000L));
    }

    private static RedissonClient client() {
        return CLIENTS.get(0);
    }
}
