package dev.onsale.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.onsale.core.Answer;
import dev.onsale.core.ClientOptions;
import dev.onsale.core.Deployment;
import dev.onsale.core.EntryPoint;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.ProcessStarter;
import dev.onsale.core.Purchase;
import dev.onsale.core.Route;
import dev.onsale.core.Sale;
import dev.onsale.core.ServerHandle;
import dev.onsale.core.TicketClient;
import dev.onsale.rabbit.RabbitTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The queues that a deployment makes for its sales. A subclass says on which broker. */
@Timeout(60)
abstract class AmqpEntryPointContract {
    static final Sale SALE = new Sale("sale-1", Model.UNNUMBERED, 10);

    private final RabbitTransport transport = new RabbitTransport();
    private final String deployment = "test-" + UUID.randomUUID();
    private final String queue = "onsale." + deployment + "." + SALE.id();
    private Connection connection;

    @TempDir
    private Path directory;

    abstract URI broker();

    @BeforeEach
    void connectPlainly() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker());
        connection = factory.newConnection();
    }

    @AfterEach
    void disconnect() throws IOException {
        connection.close();
    }

    @Test
    void aSaleHasQueuesForAsLongAsItsRoute() throws Exception {
        try (EntryPoint entry = transport.provision(deployment(broker(), Map.of("prefetch", "7")))) {
            Route route = entry.open(SALE);
            assertThat(route.clients().getQuery()).isEqualTo("queue=" + queue + "&type=classic&prefetch=7");
            assertThat(route.worker(3)).isEqualTo(route.clients());
            try (TicketClient client = transport.connect(route.clients(), ClientOptions.DEFAULT);
                    ServerHandle worker = transport.serve(AmqpTransportContract.echoing("w"), route.worker(0))) {
                assertThat(AmqpTransportContract.join(client.buy(List.of(Purchase.any("a", "5")))))
                        .containsExactly(new Answer(new Outcome.Sold(5), "w", false));
                publish("nonsense");
                await().untilAsserted(() -> assertThat(worker.counters()).containsEntry("acked", 2L));
            }
            publish("BUY a r1");
            await().untilAsserted(() -> assertThat(route.counters())
                    .containsExactlyInAnyOrderEntriesOf(Map.of("remaining", 1L, "dead_lettered", 1L)));
            route.close();
            route.close();
            assertThat(exists(queue)).isFalse();
            assertThat(exists(queue + ".dlq")).isFalse();
            assertThat(route.counters()).isEmpty();
        }
    }

    @Test
    void whatAnEarlierSaleLeftIsCleared() throws Exception {
        try (Channel channel = connection.createChannel()) {
            channel.queueDeclare(queue, false, false, false, Map.of());
        }
        publish("BUY a r1");
        try (EntryPoint entry = transport.provision(deployment(broker(), Map.of()))) {
            assertThat(entry.open(SALE).counters()).containsEntry("remaining", 0L);
        }
        assertThat(exists(queue)).isFalse();
    }

    @Test
    void closingTheEntryPointClosesItsRoutes() throws Exception {
        EntryPoint entry = transport.provision(deployment(broker(), Map.of()));
        entry.open(SALE);
        assertThat(exists(queue)).isTrue();
        entry.close();
        entry.close();
        assertThat(exists(queue)).isFalse();
        assertThat(exists(queue + ".dlq")).isFalse();
    }

    @Test
    void theEntryPointOutlivesItsConnection() throws Exception {
        try (CuttableProxy proxy = new CuttableProxy(broker());
                EntryPoint entry = transport.provision(deployment(proxy.inPlaceOf(broker()), Map.of()))) {
            Route route = entry.open(SALE);
            proxy.refuse();
            await().untilAsserted(() -> assertThat(route.counters()).isEmpty());
            proxy.welcome();
            await().untilAsserted(() -> assertThat(route.counters()).containsEntry("remaining", 0L));
        }
        assertThat(exists(queue)).isFalse();
    }

    @Test
    void aQueueThatCouldNotBeDeletedIsDeletedLater() throws Exception {
        try (CuttableProxy proxy = new CuttableProxy(broker());
                EntryPoint entry = transport.provision(deployment(proxy.inPlaceOf(broker()), Map.of()))) {
            Route route = entry.open(SALE);
            proxy.refuse();
            await().untilAsserted(() -> assertThat(route.counters()).isEmpty());
            route.close();
            assertThat(exists(queue)).isTrue();
            proxy.welcome();
            try (Route next = entry.open(new Sale("sale-2", Model.UNNUMBERED, 10))) {
                assertThat(next.counters()).containsEntry("remaining", 0L);
                assertThat(exists(queue)).isFalse();
                assertThat(exists(queue + ".dlq")).isFalse();
            }
        }
    }

    @Test
    void anUnknownOptionIsRefused() {
        assertThatThrownBy(() -> transport.provision(deployment(broker(), Map.of("balancer", "own"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown option of the amqp transport: balancer (known: broker, prefetch, queue)");
    }

    final Deployment deployment(URI broker, Map<String, String> options) {
        ProcessStarter none = new ProcessStarter() {
            @Override
            public Child onsale(String name, List<String> arguments) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Child program(String name, List<String> command) {
                throw new UnsupportedOperationException();
            }
        };
        Map<String, String> all = new HashMap<>(options);
        all.put("broker", broker.toString());
        return new Deployment(deployment, all, 1, directory, none);
    }

    /** Fails unless that is how the sale's queue was declared. */
    final void requireDeclared(Map<String, Object> arguments) throws IOException {
        connection.createChannel().queueDeclare(queue, true, false, false, arguments);
    }

    final String queue() {
        return queue;
    }

    final RabbitTransport transport() {
        return transport;
    }

    /** Waits until the broker has it. */
    private void publish(String body) throws Exception {
        try (Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            channel.basicPublish("", queue, null, body.getBytes(UTF_8));
            assertThat(channel.waitForConfirms(TimeUnit.SECONDS.toMillis(10))).isTrue();
        }
    }

    private boolean exists(String name) throws IOException {
        Channel channel = connection.createChannel();
        try {
            channel.queueDeclarePassive(name);
            channel.abort();
            return true;
        } catch (IOException e) {
            assertThat(e).hasStackTraceContaining("reply-code=404");
            return false;
        }
    }
}
