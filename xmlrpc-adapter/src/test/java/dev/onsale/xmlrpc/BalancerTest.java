package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.core.Answer;
import dev.onsale.core.ClientOptions;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketClient;
import dev.onsale.core.TicketService;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BalancerTest {
    @Test
    void requestsAreSpreadOverTheBackends() throws Exception {
        Shop one = new Shop("one");
        Shop two = new Shop("two");
        try (TicketServer first = serve(one);
                TicketServer second = serve(two);
                Balancer balancer = balance(first, second);
                TicketClient client = connect(balancer)) {
            for (int i = 0; i < 20; i++) {
                assertThat(buy(client, i).outcome()).isInstanceOf(Outcome.Sold.class);
            }
            assertThat(one.sold()).isEqualTo(10);
            assertThat(two.sold()).isEqualTo(10);
            assertThat(balancer.counters())
                    .containsEntry("forwarded", 20L)
                    .containsEntry("failed", 0L)
                    .containsEntry("backends", 2L)
                    .containsEntry("forwarded " + Address.of(first.uri()), 10L);
        }
    }

    @Test
    void theLeastBusyBackendIsNext() throws Exception {
        ConcurrentLinkedQueue<CompletableFuture<List<Answer>>> stuck = new ConcurrentLinkedQueue<>();
        TicketService slow = purchases -> {
            CompletableFuture<List<Answer>> answer = new CompletableFuture<>();
            stuck.add(answer);
            return answer;
        };
        Shop quick = new Shop("quick");
        try (TicketServer first = serve(slow);
                TicketServer second = serve(quick);
                Balancer balancer = balance(first, second);
                TicketClient client = connect(balancer)) {
            List<CompletionStage<List<Answer>>> calls = new ArrayList<>();
            while (stuck.isEmpty()) {
                calls.add(client.buy(List.of(Purchase.any("c", "r" + calls.size()))));
                int sent = calls.size();
                await().until(() -> quick.sold() + stuck.size() == sent);
            }
            int before = quick.sold();
            for (int i = 0; i < 20; i++) {
                buy(client, 100 + i);
            }
            assertThat(quick.sold()).isEqualTo(before + 20);
            stuck.forEach(answer -> answer.complete(List.of(new Answer(Outcome.Rejected.SOLD_OUT, "slow", false))));
            assertThat(calls.get(calls.size() - 1).toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .extracting(Answer::outcome)
                    .containsExactly(Outcome.Rejected.SOLD_OUT);
        }
    }

    /** The one fault that would sell twice. */
    @Test
    void aPostThatReachedABackendIsNeverSentAgain() throws Exception {
        try (RawServer hangsUp = new RawServer(Socket::close);
                RawServer other = new RawServer(Socket::close);
                Balancer balancer = Balancer.start(
                        "127.0.0.1:0",
                        List.of(hangsUp.address().toString(), other.address().toString()),
                        Optional.empty())) {
            for (int i = 1; i <= 20; i++) {
                RawHttp.Response response = RawHttp.once(Address.parse(balancer.address()), RawHttp.post(Xml.BUY));
                assertThat(response.status()).isEqualTo(502);
                assertThat(hangsUp.posts() + other.posts()).isEqualTo(i);
            }
            assertThat(balancer.counters()).containsEntry("failed", 20L).containsEntry("forwarded", 0L);
            try (TicketClient client = connect(balancer)) {
                assertThat(buy(client, 1).outcome()).isInstanceOf(Outcome.Unknown.class);
            }
            assertThat(hangsUp.posts() + other.posts()).isEqualTo(21);
        }
    }

    /** A kept connection that broke after the request was written: not known to be unread, so not repeated. */
    @Test
    void aPostOnAKeptConnectionIsNeverSentAgain() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        try (RawServer backend = new RawServer(socket -> {
                    if (seen.incrementAndGet() % 2 == 1) {
                        RawServer.respond(socket, "200 OK", RawServer.SOLD);
                    } else {
                        socket.close();
                    }
                });
                Balancer balancer =
                        Balancer.start("127.0.0.1:0", List.of(backend.address().toString()), Optional.empty())) {
            Address at = Address.parse(balancer.address());
            for (int i = 1; i <= 10; i++) {
                assertThat(RawHttp.once(at, RawHttp.post(Xml.BUY)).status()).isEqualTo(i % 2 == 1 ? 200 : 502);
                assertThat(backend.posts()).isEqualTo(i);
            }
        }
    }

    @Test
    void aBackendThatIsGoneIsPassedOver() throws Exception {
        Shop shop = new Shop("alive");
        try (TicketServer alive = serve(shop);
                Balancer balancer = Balancer.start(
                        "127.0.0.1:0", List.of(nobody(), Address.of(alive.uri()).toString()), Optional.empty());
                TicketClient client = connect(balancer)) {
            for (int i = 0; i < 20; i++) {
                assertThat(buy(client, i).outcome()).isInstanceOf(Outcome.Sold.class);
            }
            assertThat(balancer.counters()).containsEntry("unavailable", 0L);
        }
    }

    @Test
    void withNoBackendNothingIsExecuted() throws Exception {
        for (List<String> backends : List.of(List.<String>of(), List.of(nobody()))) {
            try (Balancer balancer = Balancer.start("127.0.0.1:0", backends, Optional.empty());
                    TicketClient client = connect(balancer)) {
                RawHttp.Response response = RawHttp.once(Address.parse(balancer.address()), RawHttp.post(Xml.BUY));
                assertThat(response.status()).isEqualTo(503);
                assertThat(response.body()).startsWith("nothing was forwarded");
                assertThat(buy(client, 1).outcome()).isEqualTo(Outcome.NotExecuted.UNAVAILABLE);
                assertThat(balancer.counters()).containsEntry("unavailable", 2L);
            }
        }
    }

    @Test
    void aBackendKilledBetweenAndWithinRequests() throws Exception {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        TicketService stuck = purchases -> {
            arrived.complete(null);
            return new CompletableFuture<>();
        };
        Shop shop = new Shop("survivor");
        try (TicketServer first = serve(stuck);
                Balancer balancer = Balancer.start(
                        "127.0.0.1:0", List.of(Address.of(first.uri()).toString()), Optional.of("127.0.0.1:0"));
                TicketClient client = connect(balancer)) {
            CompletionStage<List<Answer>> within = client.buy(List.of(Purchase.any("c", "within")));
            arrived.get(20, TimeUnit.SECONDS);
            first.kill();
            assertThat(within.toCompletableFuture()
                            .get(20, TimeUnit.SECONDS)
                            .get(0)
                            .outcome())
                    .isInstanceOf(Outcome.Unknown.class);
            assertThat(buy(client, 1).outcome()).isEqualTo(Outcome.NotExecuted.UNAVAILABLE);
            try (TicketServer second = TicketServer.start(shop, registered(balancer), Limits.DEFAULT)) {
                assertThat(buy(client, 2).outcome()).isEqualTo(new Outcome.Sold(1));
                assertThat(second.counters()).containsEntry("purchases", 1L);
            }
        }
    }

    /** While another serves it is passed over; a probe finds out that it is back. */
    @Test
    void aBackendThatComesBackIsUsedAgain() throws Exception {
        Shop shop = new Shop("phoenix");
        TicketServer server = serve(shop);
        Address address = Address.of(server.uri());
        try (TicketServer other = serve(new Shop("other"));
                Balancer balancer = Balancer.start(
                        "127.0.0.1:0",
                        List.of(address.toString(), Address.of(other.uri()).toString()),
                        Optional.empty());
                TicketClient client = connect(balancer)) {
            buy(client, 1);
            buy(client, 2);
            server.kill();
            for (int i = 3; i < 10; i++) {
                assertThat(buy(client, i).worker()).isEqualTo("other");
            }
            server = TicketServer.start(shop, URI.create("xmlrpc://" + address), Limits.DEFAULT);
            await().until(() -> buy(client, 10).worker().equals("phoenix"));
        } finally {
            server.close();
        }
    }

    @RepeatedTest(20)
    void backendsComeAndGoWithoutALostPurchase() throws Exception {
        Shop shop = new Shop("w");
        try (Balancer balancer = Balancer.start("127.0.0.1:0", List.of(), Optional.of("127.0.0.1:0"));
                TicketServer stays = TicketServer.start(shop, registered(balancer), Limits.DEFAULT);
                TicketClient client = connect(balancer)) {
            List<CompletionStage<List<Answer>>> calls = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                try (TicketServer guest = TicketServer.start(shop, registered(balancer), Limits.DEFAULT)) {
                    assertThat(balancer.counters()).containsEntry("backends", 2L);
                    for (int i = 0; i < 50; i++) {
                        calls.add(client.buy(List.of(Purchase.any("c", round + "-" + i))));
                    }
                    assertThat(guest.uri().getPort()).isPositive();
                }
                assertThat(balancer.counters()).containsEntry("backends", 1L);
            }
            for (CompletionStage<List<Answer>> call : calls) {
                assertThat(call.toCompletableFuture()
                                .get(20, TimeUnit.SECONDS)
                                .get(0)
                                .outcome())
                        .isInstanceOf(Outcome.Sold.class);
            }
            assertThat(shop.sold()).isEqualTo(500);
            assertThat(stays.counters().get("purchases")).isBetween(1L, 500L);
        }
    }

    /** A worker that leaves cuts off what it has not read: so nothing of ours may be on its way by then. */
    @Test
    void whoLeavesIsToldSoAfterItsLastAnswers() throws Exception {
        CompletableFuture<List<Answer>> decided = new CompletableFuture<>();
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        TicketService slow = purchases -> {
            arrived.complete(null);
            return decided;
        };
        try (Balancer balancer = Balancer.start("127.0.0.1:0", List.of(), Optional.of("127.0.0.1:0"));
                TicketServer worker = serve(slow);
                TicketClient client = connect(balancer)) {
            Address registry = Address.parse(balancer.registryAddress().orElseThrow());
            String address = Address.of(worker.uri()).toString();
            try (RawHttp leaving = new RawHttp(registry);
                    RawHttp other = new RawHttp(registry)) {
                other.send(RawHttp.post(Xml.call("registry.register", address, "<int>60000</int>")));
                assertThat(other.read().body()).contains("<boolean>1</boolean>");
                CompletionStage<List<Answer>> call = client.buy(List.of(Purchase.any("c", "r")));
                arrived.get(20, TimeUnit.SECONDS);

                leaving.send(RawHttp.post(Xml.call("registry.deregister", address)));
                await().until(() -> Long.valueOf(0).equals(balancer.counters().get("backends")));
                other.send(RawHttp.post(Xml.call("registry.list")));
                assertThat(other.read().body()).doesNotContain(address);
                assertThat(leaving.hasBytes()).isFalse();

                decided.complete(List.of(new Answer(new Outcome.Sold(7), "slow", false)));
                assertThat(leaving.read().body()).contains("<boolean>1</boolean>");
                assertThat(call.toCompletableFuture().get(20, TimeUnit.SECONDS))
                        .extracting(Answer::outcome)
                        .containsExactly(new Outcome.Sold(7));
            }
        }
    }

    @Test
    void aBackendsRefusalIsPassedOn() throws Exception {
        try (RawServer full = new RawServer(socket -> RawServer.respond(socket, "503 Service Unavailable", "full"));
                Balancer balancer =
                        Balancer.start("127.0.0.1:0", List.of(full.address().toString()), Optional.empty())) {
            assertThat(RawHttp.once(Address.parse(balancer.address()), RawHttp.post(Xml.BUY))
                            .status())
                    .isEqualTo(503);
        }
    }

    @Test
    void nonsenseStopsAtTheBalancer() throws Exception {
        Shop shop = new Shop("w");
        try (TicketServer server = serve(shop);
                Balancer balancer = balance(server)) {
            Address at = Address.parse(balancer.address());
            assertThat(RawHttp.once(at, "PUT / HTTP/1.1\r\n\r\n").status()).isEqualTo(405);
            assertThat(RawHttp.once(at, RawHttp.post("Content-Encoding: br\r\n", "x"))
                            .status())
                    .isEqualTo(415);
            assertThat(server.counters()).containsEntry("calls", 0L);
            assertThat(RawHttp.once(at, RawHttp.post("<methodCall")).body()).contains("-32700");
        }
    }

    @Test
    void addressesAreChecked() {
        assertThatThrownBy(() -> Balancer.start("nowhere", List.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be host:port with a port of 0 to 65535: nowhere");
        assertThatThrownBy(() -> Balancer.start("127.0.0.1:0", List.of("a b:1"), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTakenAddressIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> Balancer.start("127.0.0.1:" + taken.getLocalPort(), List.of(), Optional.empty()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    private static TicketServer serve(TicketService service) throws IOException {
        return TicketServer.start(service, URI.create("xmlrpc://127.0.0.1:0"), Limits.DEFAULT);
    }

    private static URI registered(Balancer balancer) {
        return URI.create("xmlrpc://127.0.0.1:0?register=http://"
                + balancer.registryAddress().orElseThrow());
    }

    private static Balancer balance(TicketServer... servers) throws IOException {
        List<String> backends = new ArrayList<>();
        for (TicketServer server : servers) {
            backends.add(Address.of(server.uri()).toString());
        }
        return Balancer.start("127.0.0.1:0", backends, Optional.empty());
    }

    private static TicketClient connect(Balancer balancer) throws IOException {
        return new XmlRpcTransport().connect(URI.create("xmlrpc://" + balancer.address()), ClientOptions.DEFAULT);
    }

    private static Answer buy(TicketClient client, int request) throws Exception {
        return client.buy(List.of(Purchase.any("c", "r" + request)))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .get(0);
    }

    /** An address at which nobody listens. */
    private static String nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
