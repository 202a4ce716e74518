package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Answer;
import dev.onsale.core.ClientOptions;
import dev.onsale.core.Outcome;
import dev.onsale.core.Outcome.NotExecuted;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketClient;
import dev.onsale.core.TicketService;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client makes of servers that misbehave. */
@Timeout(60)
final class ClientTest {
    @Test
    void whatWasSentAndNotAnsweredIsUnknownAndNotSentAgain() throws Exception {
        try (RawServer hangsUp = new RawServer(Socket::close);
                TicketClient client = connect(hangsUp.address(), ClientOptions.DEFAULT)) {
            for (int i = 1; i <= 5; i++) {
                assertThat(buy(client, 1)).isInstanceOf(Outcome.Unknown.class);
                assertThat(hangsUp.posts()).isEqualTo(i);
            }
        }
    }

    @Test
    void nobodyThereMeansNothingSent() throws Exception {
        try (TicketClient client = connect(nobody(), ClientOptions.DEFAULT)) {
            assertThat(buy(client, 1)).isEqualTo(NotExecuted.UNAVAILABLE);
            assertThat(buy(client, 2)).isEqualTo(NotExecuted.UNAVAILABLE);
        }
    }

    /** The server lets go of an idle connection: the client notices, and the next purchase takes a new one. */
    @Test
    void aConnectionThatTheServerClosedWhileIdleLosesNothing() throws Exception {
        EventLoop loop = Loops.start("test");
        try (RawServer server = new RawServer(socket -> {
            RawServer.respond(socket, "200 OK", RawServer.SOLD);
            socket.close();
        })) {
            HttpPool pool = new HttpPool(loop, server.address(), 1, 10, 1 << 20);
            Servers servers = new Servers() {
                @Override
                public @Nullable HttpPool next(int failedTries) {
                    return failedTries == 0 ? pool : null;
                }

                @Override
                public CompletionStage<?> prepare(int connections) {
                    return pool.prepare(connections);
                }

                @Override
                public void close() {
                    pool.close();
                }
            };
            try (TicketClient client = new XmlRpcClient(loop, servers, ClientOptions.DEFAULT)) {
                for (int i = 1; i <= 5; i++) {
                    assertThat(buy(client, i)).isEqualTo(new Outcome.Sold(7));
                    Awaitility.await().until(() -> Loops.call(loop, pool::connections) == 0);
                }
            }
            assertThat(server.connections()).isEqualTo(5);
        }
    }

    @Test
    void connectionsAreOpenedAheadAndKept() throws Exception {
        ClientOptions ahead = new ClientOptions(Duration.ofSeconds(10), 40, true);
        try (RawServer server = new RawServer(socket -> RawServer.respond(socket, "200 OK", RawServer.SOLD));
                TicketClient client = connect(server.address(), ahead)) {
            Awaitility.await().until(() -> server.connections() == 40);
            for (int i = 0; i < 10; i++) {
                assertThat(buy(client, i)).isEqualTo(new Outcome.Sold(7));
            }
            assertThat(server.connections()).isEqualTo(40);
        }
    }

    @Test
    void nobodyToConnectToAheadIsFoundOutByThePurchase() throws Exception {
        ClientOptions ahead = new ClientOptions(Duration.ofSeconds(10), 40, true);
        try (TicketClient client = connect(nobody(), ahead)) {
            assertThat(buy(client, 1)).isEqualTo(NotExecuted.UNAVAILABLE);
        }
    }

    @Test
    void connectionsAreKept() throws Exception {
        try (RawServer server = new RawServer(socket -> RawServer.respond(socket, "200 OK", RawServer.SOLD));
                TicketClient client = connect(server.address(), ClientOptions.DEFAULT)) {
            for (int i = 0; i < 10; i++) {
                assertThat(buy(client, i)).isEqualTo(new Outcome.Sold(7));
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void statusesThatProveThatNothingWasDone() throws Exception {
        Map<String, Outcome> byStatus = Map.of(
                "503 Service Unavailable", NotExecuted.UNAVAILABLE,
                "408 Request Timeout", NotExecuted.UNAVAILABLE,
                "413 Too Large", NotExecuted.MALFORMED,
                "404 Not Found", NotExecuted.MALFORMED,
                "500 Oops", new Outcome.Unknown("HTTP status 500"),
                "502 Bad Gateway", new Outcome.Unknown("HTTP status 502"),
                "504 Gateway Timeout", new Outcome.Unknown("HTTP status 504"),
                "204 No Content", new Outcome.Unknown("HTTP status 204"),
                "302 Found", new Outcome.Unknown("HTTP status 302"));
        for (Map.Entry<String, Outcome> status : byStatus.entrySet()) {
            try (RawServer server = new RawServer(socket -> RawServer.respond(socket, status.getKey(), ""));
                    TicketClient client = connect(server.address(), ClientOptions.DEFAULT)) {
                assertThat(buy(client, 1)).as(status.getKey()).isEqualTo(status.getValue());
                assertThat(server.posts()).isEqualTo(1);
            }
        }
    }

    @Test
    void faultsThatProveThatNothingWasDone() throws Exception {
        Map<Integer, Outcome> byCode = Map.of(
                -32700, NotExecuted.MALFORMED,
                -32601, NotExecuted.MALFORMED,
                -32602, NotExecuted.MALFORMED,
                -32000, NotExecuted.BUSY,
                -32500, new Outcome.Unknown("fault -32500: no"),
                1, new Outcome.Unknown("fault 1: no"));
        for (Map.Entry<Integer, Outcome> code : byCode.entrySet()) {
            String fault = "<struct><member><name>faultCode</name><value><int>" + code.getKey()
                    + "</int></value></member><member><name>faultString</name><value>no</value></member></struct>";
            String whole = "<methodResponse><fault><value>" + fault + "</value></fault></methodResponse>";
            String each = "<methodResponse><params><param><value>" + Xml.array(fault, fault)
                    + "</value></param></params></methodResponse>";
            try (RawServer single = new RawServer(socket -> RawServer.respond(socket, "200 OK", whole));
                    RawServer multi = new RawServer(socket -> RawServer.respond(socket, "200 OK", each));
                    TicketClient client = connect(single.address(), ClientOptions.DEFAULT);
                    TicketClient second = connect(multi.address(), ClientOptions.DEFAULT)) {
                assertThat(buy(client, 1)).isEqualTo(code.getValue());
                assertThat(await(client.buy(purchases(2)))).containsExactly(code.getValue(), code.getValue());
                assertThat(await(second.buy(purchases(2)))).containsExactly(code.getValue(), code.getValue());
            }
        }
    }

    @Test
    void answersThatMakeNoSenseAreUnknown() throws Exception {
        for (String nonsense : List.of(
                "",
                "<html/>",
                "<methodResponse/>",
                "<!DOCTYPE x><methodResponse/>",
                RawServer.SOLD.replace("SOLD", "REJECTED"),
                RawServer.SOLD.replace("SOLD", "sold"),
                RawServer.SOLD.replace("<int>7</int>", "7"),
                RawServer.SOLD.replace("worker", "who"),
                "<methodResponse><params><param><value>SOLD</value></param></params></methodResponse>",
                "<methodResponse><params><param><value>" + Xml.array("a")
                        + "</value></param></params></methodResponse>")) {
            try (RawServer server = new RawServer(socket -> RawServer.respond(socket, "200 OK", nonsense));
                    TicketClient client = connect(server.address(), ClientOptions.DEFAULT)) {
                assertThat(buy(client, 1)).as(nonsense).isInstanceOf(Outcome.Unknown.class);
                assertThat(await(client.buy(purchases(2)))).hasSize(2).hasOnlyElementsOfType(Outcome.Unknown.class);
            }
        }
    }

    @Test
    void anEndlessAnswerIsCutOff() throws Exception {
        byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (RawServer server = new RawServer(socket -> {
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        socket.getOutputStream().write(chunk);
                    }
                });
                TicketClient client = connect(server.address(), ClientOptions.DEFAULT)) {
            assertThat(buy(client, 1)).isEqualTo(new Outcome.Unknown("the answer is longer than 4194304 bytes"));
        }
    }

    @Test
    void whatIsNotHttpIsUnknown() throws Exception {
        try (RawServer server = new RawServer(socket -> {
                    socket.getOutputStream().write("220 mail\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                });
                TicketClient client = connect(server.address(), new ClientOptions(Duration.ofSeconds(2), 1))) {
            assertThat(buy(client, 1)).isInstanceOf(Outcome.Unknown.class);
        }
    }

    /** One connection, two purchases: the second waits; when its deadline comes it has either never left, or perhaps just left on a new
     * connection. */
    @Test
    void whatNeverFoundAConnectionIsNotExecuted() throws Exception {
        try (RawServer silent = new RawServer(socket -> {});
                TicketClient client = connect(silent.address(), new ClientOptions(Duration.ofMillis(500), 1))) {
            CompletionStage<List<Answer>> first = client.buy(purchases(1));
            CompletionStage<List<Answer>> second = client.buy(purchases(1));
            assertThat(await(first).get(0)).isEqualTo(new Outcome.Unknown("no answer by the deadline"));
            Outcome waited = await(second).get(0);
            assertThat(waited).isInstanceOfAny(NotExecuted.class, Outcome.Unknown.class);
            assertThat(silent.posts()).isBetween(1, waited == NotExecuted.BUSY ? 1 : 2);
        }
    }

    @Test
    void aThousandTimesTheLongestIdsFitOneRequest() throws Exception {
        Shop shop = new Shop("w");
        String longest = "&".repeat(Purchase.MAX_ID_BYTES);
        try (TicketServer server = TicketServer.start(shop, URI.create("xmlrpc://127.0.0.1:0"), Limits.DEFAULT);
                TicketClient client = connect(Address.of(server.uri()), ClientOptions.DEFAULT)) {
            List<Purchase> purchases = IntStream.range(0, 2500)
                    .mapToObj(i -> Purchase.seat(longest, Integer.MIN_VALUE, longest))
                    .collect(Collectors.toList());
            List<Outcome> outcomes = await(client.buy(purchases));
            assertThat(outcomes).hasSize(2500);
            assertThat(Set.copyOf(outcomes).stream().filter(outcome -> !(outcome instanceof Outcome.Sold)))
                    .isEmpty();
            assertThat(shop.batches).extracting(List::size).containsExactlyInAnyOrder(1000, 1000, 500);
        }
    }

    /** Every other call of the service is decided later than the next, and yet answered before it. */
    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        int count = 1_010;
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger arrived = new AtomicInteger();
        TicketService uneven = purchases -> {
            List<Answer> answers = new ArrayList<>();
            purchases.forEach(purchase -> answers.addAll(sold(arrived.incrementAndGet())));
            return calls.incrementAndGet() % 2 == 0
                    ? CompletableFuture.completedFuture(answers)
                    : CompletableFuture.supplyAsync(
                            () -> answers, CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));
        };
        try (TicketServer server = TicketServer.start(uneven, URI.create("xmlrpc://127.0.0.1:0"), Limits.DEFAULT);
                RawHttp http = new RawHttp(Address.of(server.uri()))) {
            StringBuilder burst = new StringBuilder();
            for (int i = 0; i < count; i++) {
                burst.append(i % 101 == 7 ? "GET / HTTP/1.1\r\n\r\n" : RawHttp.post(Xml.BUY));
            }
            http.send(burst.toString());
            int ticket = 0;
            for (int i = 0; i < count; i++) {
                String expected = i % 101 == 7 ? "Onsale" : "<i4>" + ++ticket + "</i4>";
                assertThat(http.read().body()).contains(expected);
            }
            assertThat(calls).hasValueGreaterThan(2);
        }
    }

    private static List<Answer> sold(int ticket) {
        return List.of(new Answer(new Outcome.Sold(ticket), "w", false));
    }

    @Test
    void closingAServerAnswersWhatItTook() throws Exception {
        CompletableFuture<List<Answer>> answer = new CompletableFuture<>();
        Semaphore arrived = new Semaphore(0);
        TicketServer server = TicketServer.start(
                purchases -> {
                    arrived.release();
                    return answer;
                },
                URI.create("xmlrpc://127.0.0.1:0"),
                Limits.DEFAULT);
        try (TicketClient client = connect(Address.of(server.uri()), ClientOptions.DEFAULT)) {
            CompletionStage<List<Answer>> call = client.buy(purchases(1));
            assertThat(arrived.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            Thread closing = new Thread(server::close);
            closing.start();
            Awaitility.await()
                    .until(() -> RawHttp.once(Address.of(server.uri()), "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                                    .status()
                            == 503);
            answer.complete(List.of(new Answer(new Outcome.Sold(5), "w", false)));
            assertThat(await(call)).containsExactly(new Outcome.Sold(5));
            closing.join();
            assertThat(buy(client, 2)).isEqualTo(NotExecuted.UNAVAILABLE);
        }
    }

    private static Address nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return new Address("127.0.0.1", socket.getLocalPort());
        }
    }

    private static TicketClient connect(Address address, ClientOptions options) throws IOException {
        return new XmlRpcTransport().connect(URI.create("xmlrpc://" + address), options);
    }

    private static List<Purchase> purchases(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Purchase.any("c", "r" + i))
                .collect(Collectors.toList());
    }

    private static Outcome buy(TicketClient client, int request) throws Exception {
        return await(client.buy(List.of(Purchase.any("c", "r" + request)))).get(0);
    }

    private static List<Outcome> await(CompletionStage<List<Answer>> call) throws Exception {
        return call.toCompletableFuture().get(20, TimeUnit.SECONDS).stream()
                .map(Answer::outcome)
                .collect(Collectors.toList());
    }
}
