package dev.onsale.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.onsale.core.Answer;
import dev.onsale.core.ClientOptions;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.ServerHandle;
import dev.onsale.core.TicketClient;
import dev.onsale.core.TicketService;
import dev.onsale.rabbit.RabbitTransport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Messages that end the session of whoever takes them: each harms nobody but its author, and sells him a few tickets at the most, even
 * by a service that remembers nothing. A subclass says on which broker and queue.
 */
@Timeout(120)
abstract class AmqpPoisonContract {
    private static final ClientOptions TEN_SECONDS = new ClientOptions(Duration.ofSeconds(10), 1);

    private final RabbitTransport transport = new RabbitTransport();
    private final String queue = "onsale.test." + UUID.randomUUID();
    private final AtomicInteger sold = new AtomicInteger();
    private Connection connection;
    private Channel plain;

    abstract URI broker();

    /** The name of the type of queue. */
    abstract String type();

    @BeforeEach
    void connectPlainly() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker());
        connection = factory.newConnection();
        plain = connection.createChannel();
    }

    @AfterEach
    void leaveNothing() throws IOException {
        for (String used : List.of(queue, queue + ".dlq")) {
            connection.createChannel().queueDelete(used);
        }
        connection.close();
    }

    @Test
    void anAddressThatTheBrokerCannotDecodeGetsNoReply() throws Exception {
        try (ServerHandle worker = serve(forgetful())) {
            publish("BUY alice r1", properties("amq.rabbitmq.reply-to.g2dkAA.xx", Map.of()));
            requireServed();
            assertThat(sold).hasValue(2);
            assertThat(worker.counters()).containsEntry("unrepliable", 1L).containsEntry("reconnects", 0L);
        }
    }

    @Test
    void headersThatTheClientLibraryDoesNotReadAreTakenOff() throws Exception {
        Map<String, Object> nested = Map.of();
        for (int depth = 0; depth < 40; depth++) {
            nested = Map.of("n", nested);
        }
        try (ServerHandle worker = serve(forgetful())) {
            publish("BUY alice r1", properties(null, nested));
            requireServed();
            await().untilAsserted(() -> assertThat(worker.counters()).containsEntry("taken_off", 1L));
            assertThat(sold).hasValue(1);
            assertThat(worker.counters().get("reconnects")).isLessThan(10);
        }
    }

    @Test
    void aBodyThatNoHeapShouldHoldIsTakenOff() throws Exception {
        try (ServerHandle worker = serve(forgetful())) {
            publish(" ".repeat(17 << 20), properties(null, Map.of()));
            requireServed();
            await().untilAsserted(() -> assertThat(worker.counters()).containsEntry("taken_off", 1L));
            assertThat(sold).hasValue(1);
        }
    }

    /** A poisonous message among good ones: those before it and after it are served, and not often twice. */
    @Test
    void goodMessagesAroundItAreServed() throws Exception {
        Map<String, Object> nested = Map.of();
        for (int depth = 0; depth < 40; depth++) {
            nested = Map.of("n", nested);
        }
        serve(forgetful()).close();
        for (int i = 0; i < 20; i++) {
            publish("BUY alice r" + i, properties(null, i == 10 ? nested : Map.of()));
        }
        sold.set(0);
        try (ServerHandle worker = serve(forgetful())) {
            requireServed();
            await().untilAsserted(() -> assertThat(plain.messageCount(queue)).isZero());
            assertThat(sold.get()).isBetween(20, 20 + 2 * 20);
            assertThat(worker.counters()).containsEntry("taken_off", 1L);
        }
    }

    /** Twice as many as may be in hand, good ones and bad ones, for a service that takes its time. */
    @Test
    void memoryBoundsWhatIsInHand() throws Exception {
        int lines = 10_000;
        int mostInHand = 1 + (int) (Math.max(8L << 20, Runtime.getRuntime().maxMemory() / 8) / (256L * lines));
        int messages = 2 * mostInHand;
        AtomicInteger inHand = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TicketService quick = forgetful();
        TicketService slow = purchases -> {
            most.accumulateAndGet(inHand.addAndGet(purchases.size()), Math::max);
            return quick.buy(purchases)
                    .thenApplyAsync(
                            answers -> {
                                inHand.addAndGet(-purchases.size());
                                return answers;
                            },
                            CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
        };
        String body = "BUY a r\n".repeat(lines);
        serve(slow).close();
        for (int i = 0; i < messages; i++) {
            publish(i % 10 == 0 ? body.replaceFirst("BUY", "BYE") : body, properties(null, Map.of()));
        }
        try (ServerHandle worker = transport.serve(slow, URI.create(at(broker()) + "&prefetch=2000"))) {
            await().atMost(60, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(worker.counters()).containsEntry("acked", (long) messages));
            requireServed();
            assertThat(worker.counters())
                    .containsEntry("reconnects", 0L)
                    .containsEntry("dead_lettered", (messages + 9) / 10L);
        }
        assertThat(most.get()).isLessThanOrEqualTo(mostInHand * lines);
    }

    /** The smallest frame that a client may ask for, as some do by default, holds 4,096 bytes, and a message's headers must fit into one. */
    @Test
    void theHeadersOfEveryReplyFitTheSmallestFrame() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker());
        factory.setRequestedFrameMax(4096);
        try (Connection small = factory.newConnection();
                ServerHandle worker = serve(forgetful())) {
            Channel channel = small.createChannel();
            String replies = channel.queueDeclare().getQueue();
            for (String type : List.of("plain", "onsale.gather")) {
                for (int lines : List.of(1, 2_900, 5_000, 10_000)) {
                    AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                            .replyTo(replies)
                            .correlationId("123456789012345678")
                            .type(type)
                            .build();
                    channel.basicPublish(
                            "", queue, properties, "BUY a r\n".repeat(lines).getBytes(UTF_8));
                    GetResponse reply = await().until(() -> channel.basicGet(replies, true), r -> r != null);
                    assertThat(new String(reply.getBody(), UTF_8).lines().count())
                            .isEqualTo(lines);
                    assertThat(reply.getProps()
                                    .toFrame(1, reply.getBody().length)
                                    .size())
                            .as("%s reply of %d lines", type, lines)
                            .isLessThanOrEqualTo(4096);
                }
            }
            assertThat(worker.counters()).containsEntry("reconnects", 0L);
        }
    }

    final ServerHandle serve(TicketService service) throws IOException {
        return transport.serve(service, at(broker()));
    }

    final URI at(URI broker) {
        return URI.create(broker + "?queue=" + queue + "&type=" + type());
    }

    final RabbitTransport transport() {
        return transport;
    }

    /** How many tickets were sold. */
    final int sold() {
        return sold.get();
    }

    /** Sells a ticket whenever it is asked. */
    final TicketService forgetful() {
        return purchases -> {
            List<Answer> answers = new ArrayList<>(purchases.size());
            for (int i = 0; i < purchases.size(); i++) {
                answers.add(new Answer(new Outcome.Sold(sold.incrementAndGet()), "w1", false));
            }
            return CompletableFuture.completedFuture(answers);
        };
    }

    final void requireServed() throws Exception {
        try (TicketClient client = transport.connect(at(broker()), TEN_SECONDS)) {
            assertThat(AmqpTransportContract.join(client.buy(List.of(Purchase.any("bob", "good")))))
                    .extracting(Answer::outcome)
                    .hasOnlyElementsOfType(Outcome.Sold.class);
        }
    }

    final void publish(String body, AMQP.BasicProperties properties) throws IOException {
        plain.basicPublish("", queue, properties, body.getBytes(UTF_8));
    }

    static AMQP.BasicProperties properties(@Nullable String replyTo, Map<String, Object> headers) {
        return new AMQP.BasicProperties.Builder()
                .replyTo(replyTo)
                .headers(headers)
                .build();
    }
}
