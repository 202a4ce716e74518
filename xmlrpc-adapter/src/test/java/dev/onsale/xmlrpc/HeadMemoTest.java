package dev.onsale.xmlrpc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.TicketService;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class HeadMemoTest {
    private static final String HEAD = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nX-Why: 1\r\n\r\n";

    private final HeadMemo.Shared shared = new HeadMemo.Shared();
    private final HeadMemo memo = new HeadMemo(100, shared);

    @Test
    void aNewConnectionKnowsWhatAnotherHasLearned() {
        learn(HEAD + "hello", 5);
        assertThat(text(new HeadMemo(100, shared).take(bytes(HEAD + "again")))).isEqualTo("again");
        assertThat(new HeadMemo(100, new HeadMemo.Shared()).take(bytes(HEAD + "again")))
                .isNull();
    }

    @Test
    void aKnownHeadNeedsNoDecoderWhateverTheLength() {
        learn(HEAD + "hello", 5);
        ByteBuf in = bytes(HEAD + "again" + HEAD.replace(": 5", ": 12") + "twelve bytes" + "POST");
        assertThat(text(memo.take(in))).isEqualTo("again");
        assertThat(text(memo.take(in))).isEqualTo("twelve bytes");
        assertThat(memo.take(in)).isNull();
        assertThat(text(in)).isEqualTo("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 05\r\nX-Why: 1\r\n\r\nhello", // not as it was learned
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nX-Why: 1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \r\nX-Why: 1\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5 \r\nX-Why: 1\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\nX-Why: 1\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nX-Why: 2\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: y\r\nContent-Length: 5\r\nX-Why: 1\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nX-Why: 1\r\n\r\nhell", // not in whole
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\nX-Why: 1\r\n\r\nhello", // over the limit
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\nX-Why: 1\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5",
                ""
            })
    void anythingElseIsForTheDecoder(String message) {
        learn(HEAD + "hello", 5);
        ByteBuf in = bytes(message);
        assertThat(memo.take(in)).isNull();
        assertThat(text(in)).isEqualTo(message);
    }

    @Test
    void onlyAMessageOnItsOwnIsLearned() {
        learn(HEAD + "hello" + "POST", 5); // more than one message
        assertThat(memo.take(bytes(HEAD + "hello"))).isNull();
        learn(HEAD.replace("X-Why: 1", "Content-Length: 5") + "hello", 5); // which of them?
        assertThat(memo.take(bytes(HEAD.replace("X-Why: 1", "Content-Length: 5") + "hello")))
                .isNull();
        learn("POST / HTTP/1.1\r\nContent-Length:5\r\n\r\nhello", 5);
        assertThat(memo.take(bytes("POST / HTTP/1.1\r\nContent-Length:5\r\n\r\nhello")))
                .isNull();
        learn(HEAD.replace("X-Why: 1", "X-Why: " + "1".repeat(600)) + "hello", 5); // too long to remember
        assertThat(memo.take(bytes(HEAD.replace("X-Why: 1", "X-Why: " + "1".repeat(600)) + "hello")))
                .isNull();
    }

    /** However the bytes come in pieces, and whatever stands between the usual requests, each gets its own answer, in order. */
    @Test
    void mixedRequestsInAnyPiecesAreAnsweredInOrder() throws Exception {
        SplittableRandom random = new SplittableRandom(4);
        TicketService echo = purchases -> CompletableFuture.completedFuture(purchases.stream()
                .map(p -> new Answer(new Outcome.Sold(Integer.parseInt(p.requestId())), "w", false))
                .collect(Collectors.toList()));
        try (TicketServer server = TicketServer.start(echo, URI.create("xmlrpc://127.0.0.1:0"), Limits.DEFAULT)) {
            for (int round = 0; round < 60; round++) {
                int requests = 40;
                StringBuilder all = new StringBuilder();
                boolean[] buys = new boolean[requests];
                for (int i = 0; i < requests; i++) {
                    buys[i] = random.nextInt(12) > 0;
                    all.append(
                            buys[i]
                                    ? buy(random, 1 + i * (i % 3 == 0 ? 1 : 1000))
                                    : "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                }
                try (RawHttp http = new RawHttp(Address.of(server.uri()))) {
                    for (int at = 0; at < all.length(); ) {
                        int to = Math.min(all.length(), at + 1 + random.nextInt(random.nextBoolean() ? 40 : 2_000));
                        http.send(all.substring(at, to));
                        at = to;
                    }
                    for (int i = 0; i < requests; i++) {
                        RawHttp.Response response = http.read();
                        assertThat(response.status()).isEqualTo(200);
                        assertThat(response.body())
                                .contains(buys[i] ? "<i4>" + (1 + i * (i % 3 == 0 ? 1 : 1000)) + "</i4>" : "Onsale");
                    }
                }
            }
        }
    }

    /** When another client is answered, the server has read the first piece: otherwise the test could not fail. */
    @Test
    void aKnownHeadWithinAHeadIsNoRequest() throws Exception {
        TicketService shop = new Shop("w");
        try (TicketServer server = TicketServer.start(shop, URI.create("xmlrpc://127.0.0.1:0"), Limits.DEFAULT)) {
            for (int i = 0; i < 20; i++) {
                try (RawHttp http = new RawHttp(Address.of(server.uri()))) {
                    http.send(RawHttp.post(Xml.BUY));
                    assertThat(http.read().status()).isEqualTo(200);
                    http.send("POST /RPC2 HTTP/1.1\r\nHost: test\r\n");
                    assertThat(RawHttp.once(Address.of(server.uri()), "GET / HTTP/1.1\r\nHost: test\r\n\r\n")
                                    .status())
                            .isEqualTo(200);
                    http.send(RawHttp.post(Xml.BUY));
                    assertThat(http.read().status()).isEqualTo(400);
                }
            }
            assertThat(server.counters()).containsEntry("purchases", 20L);
        }
    }

    private static String buy(SplittableRandom random, int request) {
        String body = Xml.call("tickets.buy", "<string>ada</string>", "<string>" + request + "</string>");
        return switch (random.nextInt(8)) {
            case 0 -> RawHttp.post("Content-Type: text/xml\r\nX-Other: " + request + "\r\n", body);
            case 1 ->
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length())
                        + "\r\n" + body + "\r\n0\r\n\r\n";
            case 2 -> "\r\n" + RawHttp.post(body);
            default -> RawHttp.post(body);
        };
    }

    private void learn(String message, long bodyLength) {
        memo.suggest(bytes(message));
        memo.learn(bodyLength);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static String text(@Nullable ByteBuf bytes) {

        return requireNonNull(bytes).toString(StandardCharsets.US_ASCII);
    }
}
