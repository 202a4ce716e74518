package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketService;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that ask for more than can be decided, and read no answer: who asks for one ticket is served all the same. */
@Timeout(120)
final class GreedyClientsTest {
    private static final int GREEDY = 100;

    /** Requests of each greedy client: as many as a connection may have under way when it is alone. */
    private static final int EACH = ServerConnection.PIPELINE;

    /** Answers nothing until it is opened, and then at once; knows how many purchases came before the good one. */
    private static final class Gate implements TicketService {
        final AtomicInteger came = new AtomicInteger();
        final AtomicInteger beforeGood = new AtomicInteger(-1);
        private final List<Runnable> waiting = new ArrayList<>();
        private boolean open;

        @Override
        public synchronized CompletionStage<List<Answer>> buy(List<Purchase> purchases) {
            CompletableFuture<List<Answer>> answers = new CompletableFuture<>();
            for (Purchase purchase : purchases) {
                if (purchase.client().equals("good")) {
                    beforeGood.set(came.get());
                }
                came.incrementAndGet();
            }
            Runnable answer = () -> answers.complete(purchases.stream()
                    .map(purchase -> new Answer(Outcome.Rejected.SOLD_OUT, "gate", false))
                    .toList());
            if (open) {
                answer.run();
            } else {
                waiting.add(answer);
            }
            return answers;
        }

        synchronized void open() {
            open = true;
            waiting.forEach(Runnable::run);
        }
    }

    @Test
    void aGoodPurchaseDoesNotWaitInABalancerUntilAllOthersAreServed() throws Exception {
        Gate gate = new Gate();
        ExecutorService senders = Executors.newCachedThreadPool();
        List<Socket> greedy = new ArrayList<>();
        try (TicketServer worker = TicketServer.start(gate, URI.create("xmlrpc://127.0.0.1:0"), Limits.DEFAULT);
                Balancer balancer = Balancer.start(
                        "127.0.0.1:0", List.of(Address.of(worker.uri()).toString()), Optional.empty())) {
            Address at = Address.parse(balancer.address());
            String[] forty = new String[40];
            Arrays.fill(forty, Xml.element("tickets.buy", "greedy", "r"));
            byte[] all = RawHttp.post(Xml.call("system.multicall", Xml.array(forty)))
                    .repeat(EACH)
                    .getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < GREEDY; i++) {
                Socket socket = socketThatReadsLittle(at);
                greedy.add(socket);
                senders.execute(() -> send(socket, all));
            }
            awaitStandstill(gate.came);
            try (RawHttp good = new RawHttp(at)) {
                good.send(RawHttp.post(Xml.call("tickets.buy", "good", "g1")));
                awaitStandstill(gate.came);
                gate.open();
                assertThat(good.read().body()).contains("SOLD_OUT");
                // A mebibyte is under way to the worker, some 4,000 purchases, and each other client may have one turn.
                assertThat(gate.beforeGood.get()).isBetween(0, 8000);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> gate.came.get() >= 40 * EACH * GREEDY / 4);
        } finally {
            for (Socket socket : greedy) {
                socket.close();
            }
            senders.shutdownNow();
        }
    }

    /** Whether the decoder is needed for each request or for none. */
    @ParameterizedTest
    @ValueSource(strings = {"", "X-Always: the same\r\n", "X-Number: %d\r\n"})
    void requestsUnderWayAreHeldToTheirShares(String header) throws Exception {
        Gate gate = new Gate();
        List<RawHttp> clients = new ArrayList<>();
        Limits few = new Limits(
                100, 8192, 65_536, 1 << 20, 32, 10, 65_536, 40, Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (TicketServer server = TicketServer.start(gate, URI.create("xmlrpc://127.0.0.1:0"), few)) {
            StringBuilder asked = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                asked.append(RawHttp.post(String.format(header, i), Xml.call("tickets.buy", "ada", "r" + i)));
            }
            for (int i = 0; i < 20; i++) {
                RawHttp client = new RawHttp(Address.of(server.uri()));
                clients.add(client);
                client.send(asked.toString());
            }
            awaitStandstill(gate.came);
            assertThat(gate.came.get()).isBetween(40, 60);
            gate.open();
            for (RawHttp client : clients) {
                for (int i = 0; i < 100; i++) {
                    assertThat(client.read().status()).isEqualTo(200);
                }
                client.close();
            }
        }
    }

    /** All that each asks for is answered in its order, also what had to wait because many ask. */
    @Test
    void whoIsHeldToItsShareGetsAllAnswersInTheirOrder() throws Exception {
        Shop shop = new Shop("w");
        Limits few = new Limits(
                100, 8192, 65_536, 1 << 20, 32, 10, 65_536, 40, Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (TicketServer server = TicketServer.start(shop, URI.create("xmlrpc://127.0.0.1:0"), few)) {
            List<RawHttp> clients = new ArrayList<>();
            StringBuilder asked = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                asked.append(RawHttp.post(
                        i % 3 == 0 ? "X-Number: " + i + "\r\n" : "", Xml.call("tickets.buy", "ada", "r" + i)));
            }
            for (int i = 0; i < 20; i++) {
                RawHttp client = new RawHttp(Address.of(server.uri()));
                clients.add(client);
                client.send(asked.toString());
            }
            for (RawHttp client : clients) {
                int last = 0;
                for (int i = 0; i < 300; i++) {
                    int ticket = ticket(client.read().body());
                    assertThat(ticket).isGreaterThan(last);
                    last = ticket;
                }
                client.close();
            }
            assertThat(shop.sold()).isEqualTo(20 * 300);
        }
    }

    private static int ticket(String body) {
        int at = body.indexOf("ticket</name><value><");
        int start = body.indexOf('>', at + 21) + 1;
        return Integer.parseInt(body.substring(start, body.indexOf('<', start)));
    }

    /** The bytes that nobody reads are bounded for all together: each alone has less than its connection may hold, for less than its time. */
    @Test
    void answersThatAreNotReadAreBoundedForAllTogether() throws Exception {
        Limits small = new Limits(
                100, 8192, 65_536, 300_000, 32, 10, 65_536, 4096, Duration.ofSeconds(100), Duration.ofSeconds(100));
        Shop shop = new Shop("w");
        ExecutorService senders = Executors.newCachedThreadPool();
        List<Socket> greedy = new ArrayList<>();
        AtomicInteger hungUpOn = new AtomicInteger();
        try (TicketServer server = TicketServer.start(shop, URI.create("xmlrpc://127.0.0.1:0"), small)) {
            Address at = Address.of(server.uri());
            byte[] help = RawHttp.post(Xml.call("system.methodHelp", "tickets.buy"))
                    .repeat(100)
                    .getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 20; i++) {
                Socket socket = socketThatReadsLittle(at);
                greedy.add(socket);
                senders.execute(() -> {
                    while (send(socket, help)) {
                        // on and on
                    }
                    hungUpOn.incrementAndGet();
                });
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> hungUpOn.get() > 0);
            assertThat(RawHttp.once(at, RawHttp.post(Xml.BUY)).status()).isEqualTo(200);
        } finally {
            for (Socket socket : greedy) {
                socket.close();
            }
            senders.shutdownNow();
            assertThat(senders.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Socket socketThatReadsLittle(Address at) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(at.socket(), 5000);
        return socket;
    }

    /** False when the other end has hung up. */
    private static boolean send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException end) {
            return false;
        }
    }

    private static void awaitStandstill(AtomicInteger count) {
        AtomicReference<Integer> before = new AtomicReference<>(-1);
        await().pollInterval(Duration.ofMillis(300)).until(() -> {
            int now = count.get();
            return now == before.getAndSet(now);
        });
    }
}
