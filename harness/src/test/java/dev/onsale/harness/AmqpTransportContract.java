package dev.onsale.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import dev.onsale.core.TicketServiceContract;
import dev.onsale.rabbit.RabbitClient;
import dev.onsale.rabbit.RabbitTransport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ticket service contract over a queue, and what a queue adds to it. A subclass says on which broker. */
abstract class AmqpTransportContract extends TicketServiceContract {
    private static final ClientOptions PATIENT = new ClientOptions(Duration.ofSeconds(20), 1);
    private static final ClientOptions HURRIED = new ClientOptions(Duration.ofMillis(700), 1);

    /** Method frames on channel 0: connection.blocked with the reason "test", and connection.unblocked. */
    private static final byte[] BLOCKED = {1, 0, 0, 0, 0, 0, 9, 0, 10, 0, 60, 4, 't', 'e', 's', 't', (byte) 0xCE};

    private static final byte[] UNBLOCKED = {1, 0, 0, 0, 0, 0, 4, 0, 10, 0, 61, (byte) 0xCE};

    private final RabbitTransport transport = new RabbitTransport();
    private final String queue = "onsale.test." + UUID.randomUUID();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Connection connection;
    private Channel plain;
    private CuttableProxy proxy;

    abstract URI broker();

    @BeforeEach
    void connectPlainly() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker());
        connection = factory.newConnection();
        plain = connection.createChannel();
        proxy = new CuttableProxy(broker());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        proxy.refuse(); // a service that never answers would be waited for
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        proxy.close();
        for (String used : List.of(queue, queue + ".dlq")) {
            Channel channel = connection.createChannel();
            try {
                channel.queueDelete(used);
            } catch (IOException e) {
                assertThat(e)
                        .hasStackTraceContaining("reply-code=404"); // not every test has it, and not every broker minds
            }
        }
        connection.close();
    }

    /** The server's connections go through the proxy, so that it can be killed. */
    @Override
    protected Link open(TicketService service, ClientOptions options) throws IOException {
        ServerHandle server = serve(service, "", proxy.inPlaceOf(broker()));
        TicketClient client = client(options, broker());
        return new Link() {
            @Override
            public TicketClient client() {
                return client;
            }

            @Override
            public void kill() {
                proxy.refuse();
            }

            @Override
            public void close() {
                client.close();
                proxy.refuse(); // a service that never answers would be waited for
                server.close();
            }
        };
    }

    @Test
    void handWrittenLinesBuyTickets() throws Exception {
        Queue<Purchase> arrived = new ConcurrentLinkedQueue<>();
        serve(remembering(arrived));
        String replies = plain.queueDeclare().getQueue();
        publish("BUY alice r1\nBUY bob 7 r2\r\nBUY josé  \t r1", replies);
        GetResponse reply = get(replies);
        assertThat(text(reply)).isEqualTo("SOLD r1 1\nSOLD r2 7\nNOT_EXECUTED r1 KEY_REUSED\n");
        assertThat(reply.getProps().getCorrelationId()).isEqualTo("by hand");
        assertThat(header(reply, "worker")).isEqualTo("w1");
        assertThat(header(reply, "replayed")).isEqualTo("000");
        publish("BUY alice r1", replies);
        GetResponse again = get(replies);
        assertThat(text(again)).isEqualTo("SOLD r1 1\n");
        assertThat(header(again, "replayed")).isEqualTo("1");
        assertThat(arrived)
                .containsExactly(
                        Purchase.any("alice", "r1"),
                        Purchase.seat("bob", 7, "r2"),
                        Purchase.any("josé", "r1"),
                        Purchase.any("alice", "r1"));
    }

    @Test
    void whoAsksGetsGatheredReplies() throws Exception {
        serve(remembering(new ConcurrentLinkedQueue<>()));
        String replies = plain.queueDeclare().getQueue();
        publishAsking("BUY alice r1\nBUY\nBUY alice r2", replies, "17");
        GetResponse reply = get(replies);
        assertThat(text(reply)).isEqualTo("SOLD r1 1\nNOT_EXECUTED - MALFORMED\nSOLD r2 2\n");
        assertThat(reply.getProps().getCorrelationId()).isNull();
        assertThat(header(reply, "correlations")).isEqualTo("17");
        assertThat(header(reply, "worker")).isEqualTo("w1");
        assertThat(header(reply, "replayed")).isEqualTo("000");
        publishAsking("BUY alice r1", replies, "by hand");
        GetResponse alone = get(replies);
        assertThat(text(alone)).isEqualTo("SOLD r1 1\n");
        assertThat(alone.getProps().getCorrelationId()).isEqualTo("by hand");
        assertThat(alone.getProps().getHeaders()).containsOnlyKeys("worker", "replayed");
    }

    /** All calls are answered in one go, so that many of them are in the outbox together; and what arrives together is sold together. */
    @Test
    void manyMessagesAreFewCallsOfTheServiceAndTheirRepliesFewMessages() throws Exception {
        int messages = 1_000;
        CompletableFuture<Void> go = new CompletableFuture<>();
        AtomicInteger arrived = new AtomicInteger();
        AtomicInteger callsOfTheService = new AtomicInteger();
        TicketService echo = echoing("w1");
        ServerHandle server = serve(
                purchases -> {
                    callsOfTheService.incrementAndGet();
                    arrived.addAndGet(purchases.size());
                    return echo.buy(purchases).thenCombine(go, (answers, nothing) -> answers);
                },
                "&prefetch=" + messages,
                broker());
        List<TicketClient> clients = List.of(client(PATIENT, broker()), client(PATIENT, broker()));
        List<CompletionStage<List<Answer>>> calls = new ArrayList<>();
        for (int i = 1; i <= messages; i++) {
            calls.add(clients.get(i % 2).buy(List.of(Purchase.any("a", Integer.toString(i)))));
        }
        await().until(() -> arrived.get() == messages);
        go.complete(null);
        for (int i = 1; i <= messages; i++) {
            assertThat(join(calls.get(i - 1))).containsExactly(new Answer(new Outcome.Sold(i), "w1", false));
        }
        awaitCounter(server, "acked", messages);
        assertThat(server.counters()).containsEntry("replies", 1_000L);
        assertThat(server.counters().get("reply_messages")).isLessThan(500);
        assertThat(callsOfTheService.get()).isLessThan(messages);
    }

    /** The worker cannot read on until all are on their way to it; and none waits for the answers to more than so many others. */
    @Test
    void messagesThatArriveTogetherAreSoldTogetherButNotTooMany() throws Exception {
        int messages = 1_000;
        CountDownLatch allSent = new CountDownLatch(1);
        Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
        TicketService echo = echoing("w1");
        ServerHandle server = serve(
                purchases -> {
                    awaitUninterruptibly(allSent);
                    sizes.add(purchases.size());
                    return echo.buy(purchases);
                },
                "&prefetch=" + messages,
                broker());
        for (int i = 1; i <= messages; i++) {
            plain.basicPublish("", queue, null, ("BUY a " + i).getBytes(UTF_8));
        }
        assertThat(plain.messageCount(queue))
                .isLessThanOrEqualTo(messages); // the broker answers after it has taken them all
        allSent.countDown();
        awaitCounter(server, "acked", messages);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(messages);
        assertThat(Collections.max(sizes)).isBetween(2, 128);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoWantsNoReplyGetsNone() throws Exception {
        Queue<Purchase> arrived = new ConcurrentLinkedQueue<>();
        ServerHandle server = serve(remembering(arrived));
        plain.basicPublish("", queue, null, "BUY alice r1\n".getBytes(UTF_8));
        awaitCounter(server, "acked", 1);
        assertThat(arrived).containsExactly(Purchase.any("alice", "r1"));
        assertThat(server.counters()).containsEntry("replies", 0L).containsEntry("deliveries", 1L);
    }

    @Test
    void theCauseOfAnUnknownOutcomeStaysInside() throws Exception {
        serve(purchases -> CompletableFuture.failedFuture(new IllegalStateException("secret")));
        String replies = plain.queueDeclare().getQueue();
        publish("BUY alice r1", replies);
        assertThat(text(get(replies))).isEqualTo("UNKNOWN r1\n");
    }

    @Test
    void poisonEndsOnceInTheDeadLetterQueueAndHarmsNobody() throws Exception {
        Queue<Purchase> arrived = new ConcurrentLinkedQueue<>();
        ServerHandle server = serve(remembering(arrived));
        String replies = plain.queueDeclare().getQueue();
        byte[] badUtf8 = {'B', 'U', 'Y', ' ', 'a', ' ', (byte) 0xC3, (byte) 0x28};
        List<byte[]> poison = List.of(
                new byte[0],
                "hello".getBytes(UTF_8),
                badUtf8,
                "BUY a x r9".getBytes(UTF_8),
                "BUY a r\n".repeat(10_001).getBytes(UTF_8),
                ("#" + "x".repeat(1024 * 1024)).getBytes(UTF_8));
        List<String> answers = List.of("-", "-", "-", "r9", "-", "-");
        for (int i = 0; i < poison.size(); i++) {
            publish(poison.get(i), replies);
            assertThat(text(get(replies))).isEqualTo("NOT_EXECUTED " + answers.get(i) + " MALFORMED\n");
        }
        publish("BUY a good1\nBUY\nBUY a good2\n", replies);
        assertThat(text(get(replies))).isEqualTo("SOLD good1 1\nNOT_EXECUTED - MALFORMED\nSOLD good2 2\n");
        publish("BUY a good3\n", replies);
        assertThat(text(get(replies))).isEqualTo("SOLD good3 3\n");
        assertThat(arrived).extracting(Purchase::requestId).containsExactly("good1", "good2", "good3");
        assertThat(server.counters()).containsEntry("dead_lettered", 7L).containsEntry("reconnects", 0L);
        awaitCounter(server, "acked", 8);
        for (byte[] body : poison) {
            GetResponse dead = get(queue + ".dlq");
            assertThat(dead.getBody()).isEqualTo(body);
            assertThat(header(dead, "reason")).matches("line 1: (must|expected) .*");
        }
        assertThat(header(get(queue + ".dlq"), "reason")).startsWith("line 2: expected ");
        assertThat(plain.basicGet(queue + ".dlq", true)).isNull();
    }

    @Test
    void aRedeliveryGetsTheOriginalOutcome() throws Exception {
        Queue<Purchase> arrived = new ConcurrentLinkedQueue<>();
        TicketService remembering = remembering(arrived);
        CompletableFuture<Void> lost = new CompletableFuture<>();
        TicketService slowOnce = purchases -> {
            CompletionStage<List<Answer>> decided = remembering.buy(purchases);
            return arrived.size() == 1 ? decided.thenCombine(lost, (answers, nothing) -> answers) : decided;
        };
        ServerHandle server = serve(slowOnce, "", proxy.inPlaceOf(broker()));
        CompletionStage<List<Answer>> call = client(PATIENT, broker()).buy(List.of(Purchase.any("a", "r1")));
        await().until(() -> arrived.size() == 1);
        proxy.cut();
        assertThat(join(call)).containsExactly(new Answer(new Outcome.Sold(1), "w1", true));
        lost.complete(null); // of a connection that is gone: goes nowhere
        assertThat(arrived).hasSize(2);
        awaitCounter(server, "acked", 1);
        assertThat(server.counters())
                .containsEntry("redeliveries", 1L)
                .containsEntry("reconnects", 1L)
                .containsEntry("replies", 1L);
        assertThat(join(client(PATIENT, broker()).buy(List.of(Purchase.any("a", "r2")))))
                .containsExactly(new Answer(new Outcome.Sold(2), "w1", false));
    }

    @Test
    void noMoreThanThePrefetchIsTaken() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
        serve(
                purchases -> {
                    CompletableFuture<List<Answer>> call = new CompletableFuture<>();
                    answers.add(() -> call.complete(
                            Collections.nCopies(purchases.size(), Answer.unattended(new Outcome.Sold(1)))));
                    taken.addAndGet(purchases.size());
                    return call;
                },
                "&prefetch=3",
                proxy.inPlaceOf(broker()));
        for (int i = 0; i < 10; i++) {
            publish("BUY a r" + i, null);
        }
        await().until(() -> taken.get() == 3);
        for (int i = 3; i < 10; i++) {
            assertThat(text(get(queue))).isEqualTo("BUY a r" + i);
        }
        for (int i = 10; i < 14; i++) {
            publish("BUY a r" + i, null);
        }
        List.copyOf(answers).forEach(Runnable::run);
        await().until(() -> taken.get() == 6);
        assertThat(text(get(queue))).isEqualTo("BUY a r13");
    }

    @Test
    void aStuckPurchaseHoldsUpNoOther() throws Exception {
        serve(
                purchases -> purchases.get(0).requestId().equals("stuck")
                        ? new CompletableFuture<>()
                        : CompletableFuture.completedFuture(List.of(Answer.unattended(new Outcome.Sold(1)))),
                "&prefetch=2",
                proxy.inPlaceOf(broker()));
        publish("BUY a stuck", null);
        try (TicketClient client = client(PATIENT, broker())) {
            for (int i = 0; i < 20; i++) {
                assertThat(join(client.buy(List.of(Purchase.any("a", "r" + i)))))
                        .extracting(Answer::outcome)
                        .containsExactly(new Outcome.Sold(1));
            }
        }
    }

    @Test
    void noQueueIsUnavailable() throws Exception {
        RabbitClient client = client(PATIENT, broker());
        assertThat(join(client.buy(List.of(Purchase.any("a", "r1")))))
                .containsExactly(Answer.unattended(Outcome.NotExecuted.UNAVAILABLE));
        assertThat(client.counters()).containsEntry("returned", 1L);
    }

    @Test
    void aClientThatLosesTheBrokerSaysSoAndComesBack() throws Exception {
        AtomicInteger arrived = new AtomicInteger();
        CompletableFuture<List<Answer>> never = new CompletableFuture<>();
        serve(purchases -> arrived.incrementAndGet() == 1
                ? never
                : CompletableFuture.completedFuture(List.of(Answer.unattended(new Outcome.Sold(1)))));
        RabbitClient client = client(PATIENT, proxy.inPlaceOf(broker()));
        CompletionStage<List<Answer>> call = client.buy(List.of(Purchase.any("a", "r1")));
        await().until(() -> arrived.get() == 1);
        proxy.refuse();
        assertThat(call.toCompletableFuture().get(10, TimeUnit.SECONDS).get(0).outcome())
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(join(client.buy(List.of(Purchase.any("a", "r2")))))
                .containsExactly(Answer.unattended(Outcome.NotExecuted.UNAVAILABLE));
        proxy.welcome();
        await().untilAsserted(() -> assertThat(join(client.buy(List.of(Purchase.any("a", "r3")))))
                .extracting(Answer::outcome)
                .containsExactly(new Outcome.Sold(1)));
        assertThat(client.counters()).containsEntry("reconnects", 1L);
        never.complete(List.of()); // too late for the client, and of the wrong size
    }

    @Test
    void aBrokerThatHoldsPublishersBackIsBusy() throws Exception {
        serve(remembering(new ConcurrentLinkedQueue<>()));
        RabbitClient client = client(PATIENT, proxy.inPlaceOf(broker()));
        proxy.inject(BLOCKED);
        await().untilAsserted(() -> assertThat(join(client.buy(List.of(Purchase.any("a", "r1")))))
                .containsExactly(Answer.unattended(Outcome.NotExecuted.BUSY)));
        proxy.inject(UNBLOCKED);
        await().untilAsserted(() -> assertThat(join(client.buy(List.of(Purchase.any("a", "r1")))))
                .extracting(Answer::outcome)
                .containsExactly(new Outcome.Sold(1)));
    }

    @Test
    void whyTheBrokerHoldsPublishersBackIsSaid() throws Exception {
        AtomicInteger arrived = new AtomicInteger();
        serve(
                purchases -> {
                    arrived.incrementAndGet();
                    return new CompletableFuture<>();
                },
                "",
                proxy.inPlaceOf(broker()));
        CuttableProxy ofClient = new CuttableProxy(broker());
        open.add(ofClient);
        RabbitClient client = client(new ClientOptions(Duration.ofSeconds(3), 1), ofClient.inPlaceOf(broker()));
        CompletionStage<List<Answer>> call = client.buy(List.of(Purchase.any("a", "r1")));
        await().until(() -> arrived.get() == 1);
        ofClient.inject(BLOCKED);
        assertThat(join(call).get(0).outcome())
                .isEqualTo(new Outcome.Unknown("no answer by the deadline: the broker at 127.0.0.1:" + ofClient.port()
                        + " takes no messages: test"));
    }

    @Test
    void swappedAndLateRepliesAreNeverAttributed() throws Exception {
        plain.queueDeclare(queue, true, false, false, Map.of());
        RabbitClient client = client(HURRIED, broker());
        CompletionStage<List<Answer>> first = client.buy(List.of(Purchase.any("a", "r1")));
        CompletionStage<List<Answer>> second = client.buy(List.of(Purchase.any("a", "r2")));
        GetResponse one = get(queue);
        GetResponse two = get(queue);
        answer(one, "SOLD r2 2\n");
        answer(two, "SOLD r2 2\nSOLD r1 1\n");
        answer(one, "SOLD r1 1\n");
        assertThat(join(first).get(0).outcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(join(second).get(0).outcome()).isInstanceOf(Outcome.Unknown.class);
        await().untilAsserted(() -> assertThat(client.counters())
                .containsEntry("mismatched_replies", 2L)
                .containsEntry("late_replies", 1L));
    }

    @Test
    void moreThanAMessageHoldsGoesAsSeveral() throws Exception {
        ServerHandle server = serve(echoing("w1"));
        List<Purchase> purchases = IntStream.rangeClosed(1, 12_000)
                .mapToObj(i -> Purchase.any("é".repeat(64), Integer.toString(i)))
                .collect(Collectors.toList());
        assertThat(join(client(PATIENT, broker()).buy(purchases)))
                .extracting(Answer::outcome)
                .isEqualTo(IntStream.rangeClosed(1, 12_000)
                        .mapToObj(Outcome.Sold::new)
                        .collect(Collectors.toList()));
        assertThat(server.counters().get("deliveries")).isGreaterThan(1);
    }

    @Test
    void aBodyOfTheLargestSizeIsAnswered() throws Exception {
        serve(echoing("w1"));
        String replies = plain.queueDeclare().getQueue();
        byte[] body = " ".repeat(1024 * 1024).getBytes(UTF_8);
        byte[] line = "BUY a 17".getBytes(UTF_8);
        System.arraycopy(line, 0, body, body.length - line.length, line.length);
        publish(body, replies);
        assertThat(text(get(replies))).isEqualTo("SOLD 17 17\n");
    }

    @Test
    void workersCompete() throws Exception {
        ServerHandle one = serve(echoing("w1"), "&prefetch=5", broker());
        ServerHandle two = serve(echoing("w2"), "&prefetch=5", broker());
        TicketClient client = client(PATIENT, broker());
        List<CompletionStage<List<Answer>>> calls = new ArrayList<>();
        for (int i = 1; i <= 400; i++) {
            calls.add(client.buy(List.of(Purchase.any("a", Integer.toString(i)))));
        }
        for (int i = 1; i <= 400; i++) {
            assertThat(join(calls.get(i - 1))).extracting(Answer::outcome).containsExactly(new Outcome.Sold(i));
        }
        assertThat(one.counters().get("deliveries")).isPositive();
        assertThat(two.counters().get("deliveries")).isPositive();
    }

    @Test
    void aLeavingWorkerAnswersWhatItTook() throws Exception {
        CompletableFuture<List<Answer>> decision = new CompletableFuture<>();
        AtomicInteger arrived = new AtomicInteger();
        ServerHandle server = serve(purchases -> {
            arrived.incrementAndGet();
            return decision;
        });
        CompletionStage<List<Answer>> taken = client(PATIENT, broker()).buy(List.of(Purchase.any("a", "r1")));
        await().until(() -> arrived.get() == 1);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
        await().until(() -> plain.queueDeclarePassive(queue).getConsumerCount() == 0);
        publish("BUY a r2", null);
        assertThat(closed).isNotDone();
        decision.complete(List.of(new Answer(new Outcome.Sold(1), "w1", false)));
        assertThat(join(taken)).containsExactly(new Answer(new Outcome.Sold(1), "w1", false));
        join(closed);
        assertThat(arrived).hasValue(1);
        assertThat(ready()).isEqualTo(1);
        assertThat(server.counters()).containsEntry("acked", 1L);
    }

    @Test
    void anotherKindOfQueueIsRefusedInOneSentence() throws Exception {
        plain.queueDeclare(queue, false, false, true, Map.of());
        assertThatThrownBy(() -> serve(echoing("w1")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot declare the durable classic queue " + queue)
                .hasMessageNotContaining("guest");
    }

    /** Fails unless that is how the queue was declared. */
    final void requireDeclared(Map<String, Object> arguments) throws IOException {
        plain.queueDeclare(queue, true, false, false, arguments);
    }

    /** As {@link #requireDeclared}, for the dead-letter queue. */
    final void declareDeadLetters(Map<String, Object> arguments) throws IOException {
        plain.queueDeclare(queue + ".dlq", true, false, false, arguments);
    }

    final String queue() {
        return queue;
    }

    final URI at(String options, URI broker) {
        return URI.create(broker + "?queue=" + queue + options);
    }

    final ServerHandle serve(TicketService service, String options, URI broker) throws IOException {
        ServerHandle server = transport.serve(service, at(options, broker));
        open.add(server);
        return server;
    }

    private ServerHandle serve(TicketService service) throws IOException {
        return serve(service, "", broker());
    }

    final RabbitClient client(ClientOptions options, URI broker) throws IOException {
        RabbitClient client = (RabbitClient) transport.connect(at("", broker), options);
        open.add(client);
        return client;
    }

    /** Sells 1, 2, 3 … or the seat wanted, once for each request id, and notes what it was asked. */
    static TicketService remembering(Queue<Purchase> arrived) {
        AtomicInteger last = new AtomicInteger();
        Map<String, Purchase> known = new ConcurrentHashMap<>();
        Map<String, Integer> sold = new ConcurrentHashMap<>();
        return purchases -> {
            arrived.addAll(purchases);
            List<Answer> answers = new ArrayList<>();
            for (Purchase purchase : purchases) {
                Purchase before = known.putIfAbsent(purchase.requestId(), purchase);
                if (before != null && !before.equals(purchase)) {
                    answers.add(new Answer(Outcome.NotExecuted.KEY_REUSED, "w1", false));
                } else {
                    int ticket = sold.computeIfAbsent(
                            purchase.requestId(), id -> purchase.seat().orElseGet(last::incrementAndGet));
                    answers.add(new Answer(new Outcome.Sold(ticket), "w1", before != null));
                }
            }
            return CompletableFuture.completedFuture(answers);
        };
    }

    /** Sells the ticket whose number is the request id. */
    static TicketService echoing(String worker) {
        return purchases -> CompletableFuture.completedFuture(purchases.stream()
                .map(p -> new Answer(new Outcome.Sold(Integer.parseInt(p.requestId())), worker, false))
                .collect(Collectors.toList()));
    }

    static <T> T join(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void publish(String body, @Nullable String replyTo) throws IOException {
        publish(body.getBytes(UTF_8), replyTo);
    }

    private void publishAsking(String body, String replyTo, String correlationId) throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .type("onsale.gather")
                .replyTo(replyTo)
                .correlationId(correlationId)
                .build();
        plain.basicPublish("", queue, properties, body.getBytes(UTF_8));
    }

    private void publish(byte[] body, @Nullable String replyTo) throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .replyTo(replyTo)
                .correlationId("by hand")
                .build();
        plain.basicPublish("", queue, properties, body);
    }

    private void answer(GetResponse request, String body) throws IOException {
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .correlationId(request.getProps().getCorrelationId())
                .build();
        plain.basicPublish("", request.getProps().getReplyTo(), properties, body.getBytes(UTF_8));
    }

    private GetResponse get(String from) {
        return await().until(() -> plain.basicGet(from, true), Objects::nonNull);
    }

    private long ready() throws IOException {
        return plain.messageCount(queue);
    }

    private static String text(GetResponse message) {
        return new String(message.getBody(), UTF_8);
    }

    private static String header(GetResponse message, String name) {
        return String.valueOf(message.getProps().getHeaders().get(name));
    }

    private static void awaitCounter(ServerHandle server, String name, long value) {
        await().untilAsserted(() -> assertThat(server.counters()).containsEntry(name, value));
    }
}
