package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Purchase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request's head decides, at everything here that takes calls: worker, balancer, registry, name server. */
@Timeout(60)
final class HttpRulesTest {
    private static final String LATIN_1 = "Content-Type: text/xml; charset=ISO-8859-1\r\n";

    private final Shop shop = new Shop("w");
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Address> all = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        TicketServer worker = TicketServer.start(shop, URI.create("xmlrpc://127.0.0.1:0"), Limits.DEFAULT);
        Balancer balancer =
                Balancer.start("127.0.0.1:0", List.of(Address.of(worker.uri()).toString()), Optional.of("127.0.0.1:0"));
        NameServer names = NameServer.start("127.0.0.1:0");
        open.addAll(List.of(names, balancer, worker));
        all.addAll(List.of(
                Address.of(worker.uri()),
                Address.parse(balancer.address()),
                Address.parse(balancer.registryAddress().orElseThrow()),
                Address.parse(names.address())));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    /** A browser sends such a POST without asking first, as long as its body has no type. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "sec-fetch-site: Cross-Site"
            })
    void aWebPageCannotCall(String header) throws IOException {
        for (Address at : all) {
            assertThat(RawHttp.once(at, RawHttp.post(header + "\r\n", Xml.BUY)).status())
                    .isEqualTo(403);
        }
        assertThat(shop.sold()).isZero();
    }

    @Test
    void aBrowserMayLook() throws IOException {
        for (Address at : all) {
            String look = "GET / HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: none\r\n\r\n";
            assertThat(RawHttp.once(at, look).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Expect: nonsense, 417",
        "Host: other, 400",
        "'Transfer-Encoding: gzip, chunked', 400",
        "'Transfer-Encoding: chunked, chunked', 400",
        "Transfer-Encoding: gzip, 400",
        "Transfer-Encoding: chunked, 400" // beside the Content-Length that is there
    })
    void whatCanBeReadInTwoWaysIsRefused(String header, int status) throws IOException {
        for (Address at : all) {
            assertThat(RawHttp.once(at, RawHttp.post(header + "\r\n", Xml.BUY)).status())
                    .isEqualTo(status);
        }
        assertThat(shop.sold()).isZero();
    }

    @Test
    void theSecondExpectationIsLookedAt() throws IOException {
        for (Address at : all) {
            assertThat(RawHttp.once(at, RawHttp.post("Expect: 100-continue\r\nExpect: nonsense\r\n", Xml.BUY))
                            .status())
                    .isEqualTo(417);
        }
        assertThat(shop.sold()).isZero();
    }

    @Test
    void bothTransferEncodingsInTwoLinesAreRefused() throws IOException {
        String twice = "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        for (Address at : all) {
            assertThat(RawHttp.once(at, twice).status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/RPC2", "/RPC2/", "http://x/RPC2/", "/RPC2/?x"})
    void theUsualPathsAreServed(String path) throws IOException {
        for (Address at : all) {
            String call = RawHttp.post(Xml.call("system.listMethods")).replace(" /RPC2 ", " " + path + " ");
            assertThat(RawHttp.once(at, call).body()).contains("system.listMethods");
        }
    }

    /** Through the balancer, too, whose own head says nothing of it. */
    @Test
    void aLatin1BodyThatOnlyItsTypeSaysToBeSoIsRead() throws IOException {
        String plain = Xml.call("tickets.buy", "José", "r1");
        assertThat(latin1(all.get(0), plain).body()).contains("SOLD");
        assertThat(latin1(all.get(1), plain).body()).contains("SOLD");
        assertThat(latin1(all.get(0), "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>" + plain.substring(21))
                        .body())
                .contains("SOLD");
        assertThat(shop.batches).hasSize(3).containsOnly(List.of(Purchase.any("José", "r1")));
    }

    @Test
    void theSameHeadTwiceIsReadInTheSameWay() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), all.get(0).port()));
            String body = Xml.call("tickets.buy", "é", "r1");
            String call = "POST / HTTP/1.1\r\n" + LATIN_1 + "Content-Length: " + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write((call + call + call).getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .containsSubsequence("SOLD", "SOLD", "SOLD");
        }
    }

    @Test
    void anotherCharsetIsRefusedWithThatWord() throws IOException {
        for (Address at : all) {
            RawHttp.Response response =
                    RawHttp.once(at, RawHttp.post("Content-Type: text/xml; charset=koi8-r\r\n", Xml.BUY));
            assertThat(response.status()).isEqualTo(415);
            assertThat(response.body()).contains("charset");
        }
    }

    private static RawHttp.Response latin1(Address at, String body) throws IOException {
        try (RawHttp http = new RawHttp(at)) {
            http.send(
                    "POST / HTTP/1.1\r\n" + LATIN_1 + "Content-Length: " + body.length() + "\r\n\r\n" + body,
                    StandardCharsets.ISO_8859_1);
            return http.read();
        }
    }
}
