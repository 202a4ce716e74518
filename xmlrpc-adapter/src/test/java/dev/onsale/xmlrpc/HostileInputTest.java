package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that means harm, sent byte by byte: it is refused, nothing is bought, and the next in line is served. */
@Timeout(60)
final class HostileInputTest {
    private static final Limits SMALL =
            new Limits(4, 1024, 65_536, 200_000, 32, 10, 5, 4096, Duration.ofMillis(600), Duration.ofMillis(900));

    private final Shop shop = new Shop("w");
    private TicketServer server = serve(Limits.DEFAULT);

    private TicketServer serve(Limits limits) {
        try {
            return TicketServer.start(shop, URI.create("xmlrpc://127.0.0.1:0"), limits);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void nothingSold() {
        assertThat(shop.sold()).isZero();
    }

    @AfterEach
    void theNextInLineIsServed() throws IOException {
        assertThat(shop.sold()).isZero();
        await().until(() -> RawHttp.once(at(), RawHttp.post(Xml.BUY)).status() == 200);
        assertThat(shop.sold()).isEqualTo(1);
        server.close();
    }

    @Test
    void aDoctypeIsRefused() throws IOException {
        assertRefused("<!DOCTYPE methodCall>" + call("tickets.buy", "ada", "r"));
    }

    @Test
    void entitiesAreNeitherExpandedNorFetched() throws Exception {
        try (ServerSocket elsewhere = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String there = "http://127.0.0.1:" + elsewhere.getLocalPort() + "/x";
            assertRefused("<!DOCTYPE methodCall [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                    + call("tickets.buy", "&x;", "r"));
            assertRefused(
                    "<!DOCTYPE methodCall [<!ENTITY x SYSTEM \"" + there + "\">]>" + call("tickets.buy", "&x;", "r"));
            assertRefused("<!DOCTYPE methodCall SYSTEM \"" + there + "\">" + call("tickets.buy", "ada", "r"));
            assertRefused("<!DOCTYPE methodCall [<!ENTITY % x SYSTEM \"" + there + "\"> %x;]>"
                    + call("tickets.buy", "ada", "r"));
            assertRefused(laughs() + call("tickets.buy", "&l9;", "r"));
            assertRefused("<!DOCTYPE methodCall [<!ENTITY a \"" + "a".repeat(10_000) + "\">]>"
                    + call("tickets.buy", "&a;".repeat(2700), "r"));
            assertRefused(call("tickets.buy", "&unknown;", "r"));
            assertRefused("<?xml version=\"1.0\"?><x xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\""
                    + there + "\"/></x>");
            elsewhere.setSoTimeout(100); // who had connected would wait to be accepted
            assertThatThrownBy(elsewhere::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static String laughs() {
        StringBuilder dtd = new StringBuilder("<!DOCTYPE methodCall [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 10; i++) {
            dtd.append("<!ENTITY l")
                    .append(i)
                    .append(" \"")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        return dtd.append("]>").toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ex:serializable>rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcAUH2sHDFmDRAwACRgAKbG9hZEZhY3RvckkACXRocmVzaG9sZHhwP0AAAAAAAAB3CAAAABAAAAAAeA==</ex:serializable>",
                "<ex:i8>1</ex:i8>",
                "<ex:nil/>",
                "<ex:jaxb><a/></ex:jaxb>",
                "<ex:dom><a/></ex:dom>",
                "<ex:bigdecimal>1</ex:bigdecimal>",
                "<ex:dateTime>2026-01-01T00:00:00</ex:dateTime>",
                "<nil/>",
                "<i8>1</i8>"
            })
    void extensionsAreNotTaken(String value) throws IOException {
        String call =
                "<methodCall xmlns:ex=\"http://ws.apache.org/xmlrpc/namespaces/extensions\"><methodName>tickets.buy"
                        + "</methodName><params><param><value>" + value
                        + "</value></param><param><value>r</value></param></params></methodCall>";
        assertThat(post(call).body()).contains("<fault>", "<i4>-32602</i4>");
    }

    /** The parser looks for each prefix among all of them. */
    @Test
    @Timeout(10)
    void thousandsOfNamespacesStopNobody() throws IOException {
        StringBuilder prefixes = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            prefixes.append(" xmlns:p").append(i).append("='u'");
        }
        String call = "<methodCall" + prefixes + "><methodName>tickets.buy</methodName><params>"
                + "<param><value>ada</value></param><param><value>r</value></param></params></methodCall>";
        String answer =
                "<methodResponse" + prefixes + "><params><param><value>x</value></param></params></methodResponse>";
        long start = System.nanoTime();
        assertRefused(call);
        assertThat(new AnswerReader().result(Unpooled.copiedBuffer(answer, StandardCharsets.UTF_8)))
                .isInstanceOf(Part.Fault.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aFaultCauseIsNotDeserialised() {
        String fault =
                "<?xml version=\"1.0\"?><methodResponse><fault><value><struct><member><name>faultCause</name><value>"
                        + "<base64>rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA==</base64></value></member><member><name>faultCode</name>"
                        + "<value><int>7</int></value></member><member><name>faultString</name><value>no</value></member></struct>"
                        + "</value></fault></methodResponse>";
        Part result = new AnswerReader(32).result(Unpooled.wrappedBuffer(fault.getBytes(StandardCharsets.UTF_8)));
        assertThat(result).isEqualTo(new Part.Fault(7, "no"));
    }

    @Test
    void depthIsBounded() throws IOException {
        for (int nested : List.of(30, 20_000)) {
            String value = "<array><data><value>".repeat(nested) + "</value></data></array>".repeat(nested);
            assertThat(post(call("tickets.buy", value, "r")).body()).contains("<i4>-32000</i4>", "64 elements");
        }
        assertThat(post("<a>".repeat(100_000)).body()).contains("<fault>");
    }

    @Test
    void oddCallsAreFaults() throws IOException {
        for (String odd : List.of(
                "<methodResponse/>",
                "<methodCall><methodName/><params/></methodCall>",
                "<methodCall><methodName>tickets.buy</methodName><params><param/></params></methodCall>",
                "<methodCall><methodName>tickets.buy</methodName><params><param><value><struct><member/></struct></value></param></params></methodCall>",
                "<methodCall><methodName>tickets.buy</methodName><params><param><value><dateTime.iso8601>never</dateTime.iso8601></value></param></params></methodCall>",
                "<methodCall><methodName>tickets.buy</methodName><params><param><value><base64>!</base64></value></param></params></methodCall>",
                "<methodCall><methodName>tickets.buy</methodName></methodCall>",
                "\u0000\u0001\u0002",
                "<?xml version=\"1.0\" encoding=\"no-such\"?><methodCall/>",
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?><methodCall/>")) {
            assertThat(post(odd).body()).as(odd).contains("<fault>");
        }
    }

    @Test
    void theMethodAndThePathMatter() throws IOException {
        for (String method : List.of("PUT", "DELETE", "OPTIONS", "TRACE", "BREW")) {
            RawHttp.Response response = RawHttp.once(at(), method + " /RPC2 HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(response.status()).as(method).isEqualTo(405);
            assertThat(response.head()).contains("Allow: POST");
        }
        assertThat(RawHttp.once(at(), "GET /RPC2 HTTP/1.1\r\nHost: x\r\n\r\n").status())
                .isEqualTo(405);
        assertThat(RawHttp.once(at(), "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n")
                        .status())
                .isEqualTo(404);
        RawHttp.Response greeting = RawHttp.once(at(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(greeting.status()).isEqualTo(200);
        assertThat(greeting.body()).contains("Onsale");
        assertThat(RawHttp.once(at(), RawHttp.post(Xml.BUY).replace("/RPC2", "/admin"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theHeadersMatter() throws IOException {
        assertThat(RawHttp.once(at(), RawHttp.post("Content-Encoding: gzip\r\n", Xml.BUY))
                        .status())
                .isEqualTo(415);
        assertThat(RawHttp.once(at(), RawHttp.post("Content-Type: text/plain\r\n", Xml.BUY))
                        .status())
                .isEqualTo(415);
        assertThat(RawHttp.once(at(), "POST / HTTP/1.1\r\nHost: x\r\n\r\n").status())
                .isEqualTo(411);
        assertThat(RawHttp.once(at(), "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(RawHttp.once(at(), "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(RawHttp.once(at(), "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")
                        .status())
                .isEqualTo(400);
        assertThat(RawHttp.once(at(), "POST / HTTP/2.0\r\nContent-Length: 1\r\n\r\n")
                        .status())
                .isEqualTo(505);
        assertThat(RawHttp.once(at(), "\u0016\u0003\u0001 hello\r\n\r\n").status())
                .isEqualTo(400);
        assertThat(RawHttp.once(at(), "GET /" + "x".repeat(9000) + " HTTP/1.1\r\n\r\n")
                        .status())
                .isEqualTo(414);
        assertThat(RawHttp.once(at(), "GET / HTTP/1.1\r\nX: " + "x".repeat(9000) + "\r\n\r\n")
                        .status())
                .isEqualTo(431);
    }

    @Test
    void aLargeBodyIsRefusedBeforeItIsSent() throws IOException {
        RawHttp.Response response =
                RawHttp.once(at(), "POST / HTTP/1.1\r\nContent-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n");
        assertThat(response.status()).isEqualTo(413);
    }

    @Test
    void aLargeBodyIsRefusedWhileItIsSent() throws IOException {
        try (RawHttp http = new RawHttp(at())) {
            http.send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
            for (int i = 0; i <= Limits.DEFAULT.bodyBytes() / 0x10000; i++) {
                http.send(chunk);
            }
            assertThat(http.read().status()).isEqualTo(413);
        }
    }

    @Test
    void largeBodiesTogetherAreBounded() throws IOException {
        restart(SMALL);
        try (RawHttp one = new RawHttp(at());
                RawHttp two = new RawHttp(at());
                RawHttp three = new RawHttp(at())) {
            for (RawHttp http : List.of(one, two, three)) {
                http.send("POST / HTTP/1.1\r\nContent-Length: 65000\r\n\r\n" + "x".repeat(60_000));
            }
            assertThat(post(call("tickets.buy", "a b", "r")).body()).contains("-32602"); // there is room for who buys
            List<Integer> statuses = new ArrayList<>();
            for (RawHttp http : List.of(one, two, three)) {
                statuses.add(http.read().status());
            }
            assertThat(statuses).containsExactlyInAnyOrder(408, 408, 503);
        }
    }

    @Test
    void aLargeMulticallIsOverALimit() throws IOException {
        String[] elements = new String[Limits.MULTICALL + 1];
        Arrays.fill(elements, Xml.element("tickets.buy", "ada", "r"));
        assertThat(post(Xml.call("system.multicall", Xml.array(elements))).body())
                .contains("<i4>-32000</i4>", "at most 1000 calls");
    }

    /** Each of the first four is at work on something. */
    @Test
    void connectionsAreBounded() throws IOException {
        restart(SMALL);
        List<RawHttp> open = new ArrayList<>();
        for (int i = 0; i < SMALL.connections(); i++) {
            RawHttp http = new RawHttp(at());
            http.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nPOST / HTTP/1.1\r\n");
            assertThat(http.read().status()).isEqualTo(200);
            open.add(http);
        }
        try (RawHttp tooMany = new RawHttp(at())) {
            assertThat(tooMany.read().status()).isEqualTo(503);
            assertThat(tooMany.isClosedByServer()).isTrue();
        }
        for (RawHttp http : open) {
            http.close();
        }
    }

    @Test
    void theIdlestConnectionMakesRoomForWhoComes() throws Exception {
        restart(new Limits(4, 1024, 65_536, 200_000, 32, 10, 5, 4096, Duration.ofMillis(400), Duration.ofSeconds(30)));
        List<RawHttp> open = new ArrayList<>();
        for (int i = 0; i < SMALL.connections(); i++) {
            open.add(new RawHttp(at()));
        }
        RawHttp first = open.get(0);
        await().until(() -> Long.valueOf(4).equals(server.counters().get("connections")));
        TimeUnit.MILLISECONDS.sleep(300); // the server looks at its clock each 100 ms
        first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(first.read().status()).isEqualTo(200);
        try (RawHttp comes = new RawHttp(at())) {
            comes.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(comes.read().status()).isEqualTo(200);
        }
        assertThat(open.get(1).isClosedByServer()).isTrue();
        first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(first.read().status()).isEqualTo(200);
        for (RawHttp http : open) {
            http.close();
        }
    }

    @Test
    void idleAndSlowConnectionsAreClosed() throws IOException {
        restart(SMALL);
        try (RawHttp idle = new RawHttp(at());
                RawHttp slowHead = new RawHttp(at());
                RawHttp slowBody = new RawHttp(at())) {
            slowHead.send("POST / HTTP/1.1\r\nX-A: b");
            slowBody.send("POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nxx");
            assertThat(slowHead.read().status()).isEqualTo(408);
            assertThat(slowBody.read().status()).isEqualTo(408);
            assertThat(slowBody.isClosedByServer()).isTrue();
            assertThat(idle.isClosedByServer()).isTrue();
        }
    }

    /** Slow loris: a line now and then keeps no connection. At this pace the limit of the head would be reached after 50 seconds. */
    @Test
    void tricklingDoesNotHelp() throws IOException {
        restart(new Limits(4, 8192, 65_536, 150_000, 32, 10, 5, 4096, Duration.ofMillis(600), Duration.ofMillis(900)));
        try (RawHttp loris = new RawHttp(at())) {
            loris.send("POST / HTTP/1.1\r\n");
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        try {
                            loris.send("X-a: b\r\n");
                            return false;
                        } catch (IOException closed) {
                            return true;
                        }
                    });
        }
    }

    /** Whoever asks and asks and never reads an answer is not read any more, and closed in the end. */
    @Test
    void answersThatAreNotReadDoNotPileUp() throws Exception {
        restart(new Limits(4, 1024, 65_536, 200_000, 32, 10, 5, 4096, Duration.ofSeconds(3), Duration.ofSeconds(3)));
        String help = RawHttp.post(Xml.call("system.methodHelp", "tickets.buy"));
        try (RawHttp deaf = new RawHttp(at())) {
            CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> {
                try {
                    while (true) {
                        deaf.send(help.repeat(100));
                    }
                } catch (IOException end) {
                    assertThat(end).isNotNull();
                }
            });
            AtomicReference<Object> calls = new AtomicReference<>("none yet");
            await().pollInterval(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> Objects.equals(
                            server.counters().get("calls"),
                            calls.getAndSet(server.counters().get("calls"))));
            assertThat(closed).isNotDone(); // so it is not read, and not yet closed
            closed.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void purchasesInFlightAreBounded() throws Exception {
        server.close();
        server = TicketServer.start(
                purchases ->
                        purchases.get(0).client().equals("stuck") ? new CompletableFuture<>() : shop.buy(purchases),
                URI.create("xmlrpc://127.0.0.1:0"),
                new Limits(
                        100, 1024, 65_536, 150_000, 32, 10, 5, 4096, Duration.ofSeconds(10), Duration.ofSeconds(10)));
        String[] six = new String[6];
        Arrays.fill(six, Xml.element("tickets.buy", "stuck", "r"));
        assertThat(post(Xml.call("system.multicall", Xml.array(six))).body()).contains("<i4>-32000</i4>");
        String[] five = Arrays.copyOf(six, 5);
        try (RawHttp stuck = new RawHttp(at())) {
            stuck.send(RawHttp.post(Xml.call("system.multicall", Xml.array(five))));
            await().until(() -> Long.valueOf(5).equals(server.counters().get("purchases")));
            assertThat(post(call("tickets.buy", "ada", "r")).body()).contains("<i4>-32000</i4>");
        }
        server.kill();
        server = serve(Limits.DEFAULT);
    }

    /** Bytes after a refused request are not taken for another request. */
    @Test
    void nothingIsSmuggledBehindARefusal() throws IOException {
        try (RawHttp http = new RawHttp(at())) {
            http.send(RawHttp.post("Content-Encoding: gzip\r\n", Xml.BUY) + RawHttp.post(Xml.BUY));
            assertThat(http.read().status()).isEqualTo(415);
            assertThat(http.isClosedByServer()).isTrue();
        }
    }

    /** What follows a request that says "Connection: close" is not looked at, even while that one is being decided. */
    @Test
    void nothingIsSmuggledBehindAClose() throws Exception {
        server.close();
        CompletableFuture<List<Answer>> decided = new CompletableFuture<>();
        server = TicketServer.start(purchases -> decided, URI.create("xmlrpc://127.0.0.1:0"), Limits.DEFAULT);
        try (RawHttp http = new RawHttp(at())) {
            http.send(RawHttp.post("Connection: close\r\n", Xml.BUY) + RawHttp.post(Xml.BUY));
            await().until(() -> !Long.valueOf(0).equals(server.counters().get("purchases")));
            decided.complete(List.of(new Answer(Outcome.Rejected.SOLD_OUT, "w", false)));
            RawHttp.Response response = http.read();
            assertThat(response.head()).contains("Connection: close");
            assertThat(response.body()).contains("SOLD_OUT");
            assertThat(http.isClosedByServer()).isTrue();
            assertThat(server.counters()).containsEntry("purchases", 1L);
        }
        restart(Limits.DEFAULT);
    }

    private void assertRefused(String xml) throws IOException {
        RawHttp.Response response = post(xml);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body())
                .as(xml.substring(0, Math.min(200, xml.length())))
                .contains("<fault>", "<i4>-32700</i4>");
    }

    private RawHttp.Response post(String body) throws IOException {
        return RawHttp.once(at(), RawHttp.post(body));
    }

    private static String call(String method, String... values) {
        return Xml.call(method, values).replace("<?xml version=\"1.0\"?>", "");
    }

    private void restart(Limits limits) {
        server.close();
        server = serve(limits);
    }

    private Address at() {
        return Address.of(server.uri());
    }
}
