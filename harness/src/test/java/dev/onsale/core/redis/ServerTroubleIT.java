package dev.onsale.core.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Decision;
import dev.onsale.core.Inventory;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.StoreException;
import dev.onsale.core.StoreKind;
import dev.onsale.core.Stores;
import dev.onsale.core.Strategies;
import dev.onsale.harness.Servers;
import dev.onsale.harness.backend.Backend;
import dev.onsale.harness.backend.Durability;
import dev.onsale.harness.backend.RedisBackend;
import dev.onsale.harness.backend.ServerControl;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.redisson.api.RedissonClient;

/** What every strategy answers when its server refuses to write, goes away, and comes back with nothing. On a server of its own. */
@Timeout(60)
class ServerTroubleIT {
    private final URI uri;
    private final Backend server;
    private final RedissonClient redisson;
    private final Stores stores;

    ServerTroubleIT() throws Exception {
        server = RedisBackend.open("embedded", Durability.NONE, Servers.processes());
        uri = server.uri();
        redisson = RedisConnections.open(uri);
        stores = Stores.none().with(RedissonClient.class, redisson);
    }

    @AfterEach
    void stop() throws IOException {
        RedisConnections.close(redisson);
        server.close();
    }

    static Stream<Arguments> everyStrategyAndModel() {
        return Strategies.all().values().stream()
                .filter(strategy -> strategy.store() == StoreKind.REDIS)
                .flatMap(strategy -> Stream.of(Model.values()).map(model -> Arguments.of(strategy.id(), model)));
    }

    @ParameterizedTest
    @MethodSource("everyStrategyAndModel")
    void aServerThatRefusesToWriteHasSoldNothing(String id, Model model) throws Exception {
        ConsistencyStrategy strategy = Strategies.named(id);
        Sale sale = new Sale("trouble", model, 10);
        strategy.create(sale, stores);
        Inventory inventory = strategy.join(sale, stores);
        assertThat(outcomes(inventory, model, 1)).containsExactly(new Outcome.Sold(1));

        configure("maxmemory", "1");
        assertThat(outcomes(inventory, model, 2, 3)).containsOnly(Outcome.NotExecuted.UNAVAILABLE);
        configure("maxmemory", "0");
        configure("min-replicas-to-write", "1");
        assertThat(outcomes(inventory, model, 2, 3)).containsOnly(Outcome.NotExecuted.UNAVAILABLE);
        configure("min-replicas-to-write", "0");

        assertThat(strategy.audit(sale, stores).sold()).isEqualTo(1);
        assertThat(outcomes(inventory, model, 2, 3)).containsExactly(new Outcome.Sold(2), new Outcome.Sold(3));
    }

    @ParameterizedTest
    @MethodSource("everyStrategyAndModel")
    void aServerThatGoesAndComesBackEmptySellsNothing(String id, Model model) throws Exception {
        ConsistencyStrategy strategy = Strategies.named(id);
        Sale sale = new Sale("trouble", model, 10);
        strategy.create(sale, stores);
        Inventory inventory = strategy.join(sale, stores);
        assertThat(outcomes(inventory, model, 1)).containsExactly(new Outcome.Sold(1));

        control().kill();
        assertThat(outcomes(inventory, model, 2))
                .hasOnlyElementsOfTypes(Outcome.NotExecuted.class, Outcome.Unknown.class)
                .doesNotContain(Outcome.NotExecuted.NO_SALE);
        assertThatThrownBy(() -> strategy.audit(sale, stores)).isInstanceOf(StoreException.class);
        Awaitility.await("connections are refused, which is provably nothing")
                .until(() -> outcomes(inventory, model, 2).equals(List.of(Outcome.NotExecuted.UNAVAILABLE)));

        control().restart();
        List<Outcome> afterwards = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            afterwards.addAll(outcomes(inventory, model, 3));
            return afterwards.contains(Outcome.NotExecuted.NO_SALE);
        });
        assertThat(afterwards).hasOnlyElementsOfTypes(Outcome.NotExecuted.class, Outcome.Unknown.class);
        assertThat(redisson.getKeys().count()).as("keys left in the void").isZero();
    }

    private ServerControl control() {
        return server.control().orElseThrow();
    }

    private void configure(String setting, String value) throws IOException {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write(("CONFIG SET " + setting + " " + value + "\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII))
                    .isEqualTo("+OK\r\n");
        }
    }

    private static List<Outcome> outcomes(Inventory inventory, Model model, int... seats) throws Exception {
        List<Purchase> batch = new ArrayList<>();
        for (int seat : seats) {
            batch.add(model == Model.UNNUMBERED ? Purchase.any("c", "r" + seat) : Purchase.seat("c", seat, "r" + seat));
        }
        return inventory.sell(batch).toCompletableFuture().get(30, TimeUnit.SECONDS).stream()
                .map(Decision::outcome)
                .toList();
    }
}
