package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketService;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger's client sees: methods, introspection, faults. */
final class XmlRpcMethodsTest {
    private final Shop shop = new Shop("w<1>");
    private TicketServer server = serve(shop);

    private static TicketServer serve(TicketService service) {
        try {
            return TicketServer.start(service, URI.create("xmlrpc://127.0.0.1:0"), Limits.DEFAULT);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void fresh() {
        shop.batches.clear();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aPurchaseIsAnsweredByAStruct() throws IOException {
        assertThat(post(Xml.BUY))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodResponse><params><param><value><struct>"
                        + "<member><name>outcome</name><value>SOLD</value></member>"
                        + "<member><name>ticket</name><value><i4>1</i4></value></member>"
                        + "<member><name>worker</name><value>w&lt;1&gt;</value></member>"
                        + "<member><name>replayed</name><value><boolean>0</boolean></value></member>"
                        + "</struct></value></param></params></methodResponse>");
        post(Xml.call("tickets.buySeat", "ada", "<int>-7</int>", "r2"));
        assertThat(shop.batches)
                .containsExactly(List.of(Purchase.any("ada", "r1")), List.of(Purchase.seat("ada", -7, "r2")));
    }

    @Test
    void aMulticallIsDecidedAsOneBatchAndAnsweredOneByOne() throws IOException {
        String response = post(Xml.call(
                "system.multicall",
                Xml.array(
                        Xml.element("tickets.buy", "ada", "r1"),
                        Xml.element("no.such"),
                        Xml.element("tickets.buy", "ada"),
                        "<string>not a struct</string>",
                        Xml.element("system.multicall", Xml.array()),
                        Xml.element("system.methodHelp", "system.methodHelp"),
                        Xml.element("tickets.buySeat", "bob", "<i4>3</i4>", "r2"))));
        assertThat(shop.batches).containsExactly(List.of(Purchase.any("ada", "r1"), Purchase.seat("bob", 3, "r2")));
        assertThat(response)
                .containsSubsequence(
                        "<i4>1</i4>",
                        "-32601",
                        "-32602",
                        "tickets.buy takes (string, string)",
                        "-32602",
                        "-32602",
                        "What a method does.",
                        "<i4>2</i4>");
    }

    /** A value that no method takes, or one that is not what it says, is the fault of the call that it is in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<i8>3</i8>",
                "<nil/>",
                "<double>3.0</double>",
                "<boolean>1</boolean>",
                "<boolean>perhaps</boolean>",
                "<dateTime.iso8601>20260101T00:00:00</dateTime.iso8601>",
                "<dateTime.iso8601>never</dateTime.iso8601>",
                "<base64>AAAA</base64>",
                "<base64>!</base64>",
                "<int>99999999999</int>",
                "<int>three</int>",
                "<int/>",
                "<ex:i8 xmlns:ex='http://ws.apache.org/xmlrpc/namespaces/extensions'>3</ex:i8>",
                "<other><deeper>3</deeper></other>"
            })
    void aValueThatIsNotTakenCostsOneElement(String value) throws IOException {
        assertThat(post(Xml.call("tickets.buySeat", "ada", value, "r"))).contains("<fault>", "<i4>-32602</i4>");
        String response = post(Xml.call(
                "system.multicall",
                Xml.array(
                        Xml.element("tickets.buySeat", "ada", "<i4>3</i4>", "r1"),
                        Xml.element("tickets.buySeat", "ada", value, "r2"),
                        Xml.element("tickets.buy", "ada", "r3"))));
        assertThat(response).containsSubsequence("SOLD", "<i4>-32602</i4>", "SOLD");
        assertThat(shop.batches).containsExactly(List.of(Purchase.seat("ada", 3, "r1"), Purchase.any("ada", "r3")));
    }

    @Test
    void anEmptyMulticallIsAnEmptyArray() throws IOException {
        assertThat(post(Xml.call("system.multicall", Xml.array())))
                .contains("<params><param><value><array><data></data></array></value></param></params>");
    }

    @Test
    void theMethodsAreListedWithSignatureAndHelp() throws IOException {
        String list = post(Xml.call("system.listMethods"));
        for (String method : List.of(
                "system.listMethods",
                "system.methodHelp",
                "system.methodSignature",
                "system.multicall",
                "tickets.buy",
                "tickets.buySeat")) {
            assertThat(list).contains("<value>" + method + "</value>");
            assertThat(post(Xml.call("system.methodHelp", method))).doesNotContain("fault><value><struct>");
        }
        assertThat(post(Xml.call("system.methodSignature", "tickets.buySeat")))
                .containsSubsequence("<array><data><value><array><data>", "struct", "string", "int", "string");
        assertThat(post(Xml.call("system.methodHelp", "no.such"))).contains("<i4>-32601</i4>");
    }

    @Test
    void faultsSayWhatIsWrong() throws IOException {
        assertThat(post("<methodCall><methodName>x")).contains("<fault>", "<i4>-32700</i4>");
        assertThat(post("")).contains("<i4>-32700</i4>");
        assertThat(post("<methodCall></methodCall>")).contains("<i4>-32700</i4>");
        assertThat(post(Xml.call("tickets.buy", "<i4>many</i4>", "r"))).contains("<i4>-32602</i4>");
        assertThat(post(Xml.call("no.such"))).contains("<fault>", "<i4>-32601</i4>");
        assertThat(post(Xml.call("tickets.buy", "ada"))).contains("<i4>-32602</i4>");
        assertThat(post(Xml.call("tickets.buy", "ada", "<i4>1</i4>"))).contains("<i4>-32602</i4>");
        assertThat(post(Xml.call("tickets.buy", "", "r"))).contains("<i4>-32602</i4>", "1 to 128 bytes");
        assertThat(post(Xml.call("tickets.buy", "a b", "r"))).contains("<i4>-32602</i4>");
        assertThat(post(Xml.call("tickets.buy", "x".repeat(129), "r"))).contains("<i4>-32602</i4>");
        assertThat(shop.batches).isEmpty();
    }

    @Test
    void anUnknownOutcomeIsAFaultWithoutDetails() throws IOException {
        server.close();
        server = serve(purchases ->
                CompletableFuture.completedFuture(List.of(Answer.unattended(new Outcome.Unknown("secret detail")))));
        assertThat(post(Xml.BUY)).contains("<i4>-32500</i4>", "outcome unknown").doesNotContain("secret");
    }

    @Test
    void aServiceThatBreaksIsAFaultWithoutDetails() throws IOException {
        for (TicketService broken : List.<TicketService>of(
                purchases -> {
                    throw new IllegalStateException("secret detail");
                },
                purchases -> CompletableFuture.completedFuture(List.of()),
                purchases -> CompletableFuture.completedFuture(Collections.singletonList(null)))) {
            server.close();
            server = serve(broken);
            assertThat(post(Xml.BUY)).contains("<i4>-32500</i4>").doesNotContain("secret");
        }
    }

    private String post(String body) throws IOException {
        RawHttp.Response response = RawHttp.once(Address.of(server.uri()), RawHttp.post(body));
        assertThat(response.status()).isEqualTo(200);
        return response.body();
    }
}
