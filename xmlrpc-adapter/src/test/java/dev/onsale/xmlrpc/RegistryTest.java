package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.Answer;
import dev.onsale.core.ClientOptions;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leases, and the name server that hands them out. */
@Timeout(60)
final class RegistryTest {
    private static final Address A = new Address("a", 1);
    private static final Address B = new Address("b", 2);

    @Test
    void aLeaseEndsUnlessItIsRenewed() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L); // and the clock may wrap
        Registry registry = new Registry(nanos::get, 10);
        registry.register(A, Duration.ofSeconds(3));
        registry.register(B, Duration.ofSeconds(3));
        nanos.addAndGet(2_000_000_000L);
        assertThat(registry.register(A, Duration.ofSeconds(3))).isTrue();
        nanos.addAndGet(999_999_999L);
        assertThat(registry.list()).containsExactly(A, B);
        nanos.addAndGet(1);
        assertThat(registry.list()).containsExactly(A);
        nanos.addAndGet(2_000_000_000L);
        assertThat(registry.list()).isEmpty();
    }

    @Test
    void thereIsRoomForSoMany() {
        AtomicLong nanos = new AtomicLong();
        Registry registry = new Registry(nanos::get, 1);
        assertThat(registry.register(A, Duration.ofSeconds(1))).isTrue();
        assertThat(registry.register(B, Duration.ofSeconds(1))).isFalse();
        assertThat(registry.register(A, Duration.ofSeconds(2))).isTrue();
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(registry.register(B, Duration.ofSeconds(1))).isTrue();
        assertThat(registry.deregister(B)).isTrue();
        assertThat(registry.deregister(B)).isFalse();
        assertThat(registry.list()).isEmpty();
    }

    @Test
    void anyXmlRpcClientCanRegister() throws IOException {
        try (NameServer names = NameServer.start("127.0.0.1:0")) {
            assertThat(post(names, Xml.call("registry.register", "10.0.0.1:9001", "<int>60000</int>")))
                    .contains("<boolean>1</boolean>");
            assertThat(post(names, Xml.call("registry.register", "[2001:db8::1]:9001", "<int>60000</int>")))
                    .contains("<boolean>1</boolean>");
            assertThat(post(names, Xml.call("registry.list")))
                    .contains("<value>10.0.0.1:9001</value><value>[2001:db8::1]:9001</value>");
            assertThat(post(names, Xml.call("registry.deregister", "10.0.0.1:9001")))
                    .contains("<boolean>1</boolean>");
            assertThat(post(names, Xml.call("registry.deregister", "10.0.0.1:9001")))
                    .contains("<boolean>0</boolean>");
            for (String bad :
                    List.of("", "x", "x:0", "x:70000", "a b:1", "0.0.0.0:80", "http://x:1", "x:1/../", "-x:1")) {
                assertThat(post(names, Xml.call("registry.register", bad, "<int>1000</int>")))
                        .as(bad)
                        .contains("<i4>-32602</i4>");
            }
            for (String bad : List.of("0", "-1", "3600001")) {
                assertThat(post(names, Xml.call("registry.register", "x:1", "<int>" + bad + "</int>")))
                        .as(bad)
                        .contains("<i4>-32602</i4>");
            }
            assertThat(post(names, Xml.BUY)).contains("<i4>-32601</i4>");
        }
    }

    @Test
    void aServerIsListedFromServeToClose() throws IOException {
        try (NameServer names = NameServer.start("127.0.0.1:0")) {
            TicketServer server = TicketServer.start(
                    new Shop("w"),
                    URI.create("xmlrpc://127.0.0.1:0?register=http://" + names.address()),
                    Limits.DEFAULT);
            assertThat(post(names, Xml.call("registry.list")))
                    .contains("127.0.0.1:" + server.uri().getPort());
            server.close();
            assertThat(post(names, Xml.call("registry.list"))).contains("<data></data>");
        }
    }

    @Test
    void aServerThatCannotRegisterDoesNotServe() {
        assertThatThrownBy(() -> TicketServer.start(
                        new Shop("w"), URI.create("xmlrpc://127.0.0.1:0?register=http://127.0.0.1:1"), Limits.DEFAULT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("registry.register")
                .hasMessageContaining("127.0.0.1:1");
        assertThatThrownBy(() -> TicketServer.start(
                        new Shop("w"), URI.create("xmlrpc://0.0.0.0:0?register=http://127.0.0.1:1"), Limits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must name a host that others can reach");
    }

    @Test
    void clientsGoRoundAndFollowTheList() throws Exception {
        Shop one = new Shop("one");
        Shop two = new Shop("two");
        try (NameServer names = NameServer.start("127.0.0.1:0")) {
            URI at = URI.create("xmlrpc://127.0.0.1:0?register=http://" + names.address());
            TicketServer first = TicketServer.start(one, at, Limits.DEFAULT);
            try (TicketServer second = TicketServer.start(two, at, Limits.DEFAULT);
                    TicketClient client = new XmlRpcTransport()
                            .connect(
                                    URI.create("xmlrpc://" + names.address() + "?resolve=name-server"),
                                    ClientOptions.DEFAULT)) {
                for (int i = 0; i < 20; i++) {
                    buy(client, i);
                }
                assertThat(one.sold()).isEqualTo(10);
                assertThat(two.sold()).isEqualTo(10);
                first.kill(); // still listed, but found out when connecting
                for (int i = 0; i < 20; i++) {
                    Outcome outcome = buy(client, 100 + i).outcome();
                    assertThat(outcome).isInstanceOf(Outcome.Sold.class);
                }
                assertThat(two.sold()).isEqualTo(30);
                Shop three = new Shop("three");
                try (TicketServer third = TicketServer.start(three, at, Limits.DEFAULT)) {
                    Awaitility.await().until(() -> {
                        buy(client, 1000);
                        return three.sold() > 0;
                    });
                    assertThat(third.counters().get("purchases")).isPositive();
                }
                assertThat(second.counters().get("purchases")).isPositive();
            }
        }
    }

    @Test
    void anOptionThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> new XmlRpcTransport()
                        .connect(URI.create("xmlrpc://127.0.0.1:1?resolv=name-server"), ClientOptions.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown option: resolv")
                .hasMessageContaining("(known: resolve)");
        assertThatThrownBy(() -> new XmlRpcTransport()
                        .connect(URI.create("xmlrpc://127.0.0.1:1?resolve=dns"), ClientOptions.DEFAULT))
                .hasMessage("unknown value: resolve=dns (known: name-server)");
        assertThatThrownBy(() -> new XmlRpcTransport().connect(URI.create("xmlrpc://127.0.0.1"), ClientOptions.DEFAULT))
                .hasMessageContaining("must have a host and a port");
    }

    @Test
    void aReadyLineCanBeRead() throws IOException {
        try (NameServer names = NameServer.start("127.0.0.1:0");
                Balancer balancer = Balancer.start("127.0.0.1:0", List.of(), Optional.of("127.0.0.1:0"))) {
            ReadyLine line = ReadyLine.parse(balancer.readyLine());
            assertThat(line.listen()).hasToString(balancer.address());
            assertThat(line.registry())
                    .hasToString("Optional[" + balancer.registryAddress().orElseThrow() + "]");
            assertThat(ReadyLine.parse(names.readyLine()).listen()).hasToString(names.address());
        }
        assertThatThrownBy(() -> ReadyLine.parse("hello")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Answer buy(TicketClient client, int request) throws Exception {
        return client.buy(List.of(Purchase.any("c", "r" + request)))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .get(0);
    }

    private static String post(NameServer names, String body) throws IOException {
        return RawHttp.once(Address.parse(names.address()), RawHttp.post(body)).body();
    }
}
