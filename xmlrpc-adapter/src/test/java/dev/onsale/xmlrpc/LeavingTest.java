package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.core.Answer;
import dev.onsale.core.ClientOptions;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketClient;
import dev.onsale.core.TicketService;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is told to leave while it is busy: nobody loses an answer. */
@Timeout(60)
final class LeavingTest {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        clock.shutdownNow();
    }

    /** Workers by hand behind a balancer that was told their addresses: it hears from the worker itself that it leaves. */
    @RepeatedTest(3)
    void aWorkerBehindABalancerThatKnowsItByAddress() throws Exception {
        Shop stays = new Shop("stays");
        Shop leaves = new Shop("leaves");
        TicketServer second = serve(slowly(leaves));
        try (TicketServer first = serve(slowly(stays));
                Balancer balancer = Balancer.start("127.0.0.1:0", addresses(first, second), Optional.empty());
                TicketClient client = new XmlRpcTransport()
                        .connect(
                                URI.create("xmlrpc://" + balancer.address()),
                                new ClientOptions(Duration.ofSeconds(20), 16))) {
            Crowd crowd = new Crowd(client, 200);
            await().until(() -> leaves.sold() > 500);
            second.close();
            int soldWhenItHadLeft = stays.sold();
            await().until(() -> stays.sold() > soldWhenItHadLeft + 500);
            List<Outcome> outcomes = crowd.goHome();
            assertThat(outcomes).hasOnlyElementsOfType(Outcome.Sold.class);
            assertThat(outcomes).hasSize(stays.sold() + leaves.sold());
        }
    }

    /** There is nobody else to ask, but no doubt either about what was sold. */
    @RepeatedTest(3)
    void theOnlyWorkerOfAClient() throws Exception {
        Shop shop = new Shop("leaves");
        TicketServer worker = serve(slowly(shop));
        try (TicketClient client =
                new XmlRpcTransport().connect(worker.uri(), new ClientOptions(Duration.ofSeconds(20), 16, true))) {
            Crowd crowd = new Crowd(client, 200);
            await().until(() -> shop.sold() > 500);
            worker.close();
            List<Outcome> outcomes = crowd.goHome();
            assertThat(outcomes.stream().filter(Outcome.Unknown.class::isInstance))
                    .isEmpty();
            assertThat(outcomes.stream().filter(Outcome.Sold.class::isInstance)).hasSize(shop.sold());
        }
    }

    /** What a stranger's client does that keeps one connection. */
    @Test
    void theLastAnswerOfAConnectionSaysSo() throws Exception {
        Shop shop = new Shop("leaves");
        CompletableFuture<Void> go = new CompletableFuture<>();
        TicketServer worker = serve(purchases -> go.thenCompose(gone -> shop.buy(purchases)));
        try (RawHttp busy = new RawHttp(Address.of(worker.uri()));
                RawHttp idle = new RawHttp(Address.of(worker.uri()));
                RawHttp silent = new RawHttp(Address.of(worker.uri()))) {
            idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(idle.read().status()).isEqualTo(200);
            busy.send(RawHttp.post(Xml.BUY) + RawHttp.post(Xml.BUY));
            await().until(() -> Long.valueOf(2).equals(worker.counters().get("purchases")));
            CompletableFuture<Void> left = CompletableFuture.runAsync(worker::close);
            await().until(() -> RawHttp.once(Address.of(worker.uri()), "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                            .status()
                    == 503);
            go.complete(null);
            assertThat(busy.read().head()).doesNotContain("close");
            assertThat(busy.read().head()).contains("Connection: close");
            assertThat(busy.isClosedByServer()).isTrue();
            idle.send(RawHttp.post(Xml.BUY));
            RawHttp.Response last = idle.read();
            assertThat(last.body()).containsAnyOf("SOLD", "this server is leaving"); // if this machine was slow to ask
            assertThat(last.head()).contains("Connection: close");
            assertThat(silent.isClosedByServer()).isTrue();
            left.get(20, TimeUnit.SECONDS);
        }
    }

    private TicketService slowly(Shop shop) {
        return purchases -> {
            CompletableFuture<List<Answer>> answers = new CompletableFuture<>();
            var unused =
                    clock.schedule(() -> shop.buy(purchases).thenAccept(answers::complete), 2, TimeUnit.MILLISECONDS);
            return answers;
        };
    }

    private static TicketServer serve(TicketService service) throws IOException {
        return TicketServer.start(service, URI.create("xmlrpc://127.0.0.1:0"), Limits.DEFAULT);
    }

    private static List<String> addresses(TicketServer... servers) {
        return List.of(servers).stream()
                .map(server -> Address.of(server.uri()).toString())
                .toList();
    }

    /** So many who buy and buy. */
    private static final class Crowd {
        private final TicketClient client;
        private final AtomicInteger requests = new AtomicInteger();
        private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        private final List<CompletableFuture<Void>> people = new ArrayList<>();
        private volatile boolean enough;

        Crowd(TicketClient client, int size) {
            this.client = client;
            for (int i = 0; i < size; i++) {
                CompletableFuture<Void> person = new CompletableFuture<>();
                people.add(person);
                buy(person);
            }
        }

        private void buy(CompletableFuture<Void> person) {
            var unused = client.buy(List.of(Purchase.any("c", "r" + requests.incrementAndGet())))
                    .thenAccept(answers -> {
                        Outcome outcome = answers.get(0).outcome();
                        outcomes.add(outcome);
                        if (enough || !(outcome instanceof Outcome.Sold)) {
                            person.complete(null);
                        } else {
                            buy(person);
                        }
                    });
        }

        List<Outcome> goHome() throws Exception {
            enough = true;
            CompletableFuture.allOf(people.toArray(CompletableFuture<?>[]::new)).get(30, TimeUnit.SECONDS);
            return List.copyOf(outcomes);
        }
    }
}
