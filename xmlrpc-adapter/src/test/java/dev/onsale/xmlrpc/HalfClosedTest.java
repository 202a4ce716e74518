package dev.onsale.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.core.TicketService;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that say with their request that it is their last, by shutting the side on which they send. */
@Timeout(60)
final class HalfClosedTest {
    private static final Limits FEW =
            new Limits(16, 8192, 65_536, 1 << 20, 32, 10, 1000, 4096, Duration.ofSeconds(10), Duration.ofSeconds(10));

    private final Shop shop = new Shop("w");
    private final CompletableFuture<Void> decide = new CompletableFuture<>();
    private final TicketService slow = purchases -> decide.thenCompose(go -> shop.buy(purchases));
    private TicketServer worker;
    private Balancer balancer;

    @BeforeEach
    void start() throws IOException {
        worker = TicketServer.start(slow, URI.create("xmlrpc://127.0.0.1:0"), FEW);
        balancer =
                Balancer.start("127.0.0.1:0", List.of(Address.of(worker.uri()).toString()), Optional.empty());
    }

    @AfterEach
    void stop() {
        balancer.close();
        worker.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWholeRequestIsAnswered(boolean throughTheBalancer) throws Exception {
        try (RawHttp http = new RawHttp(at(throughTheBalancer))) {
            http.send(RawHttp.post(Xml.BUY) + RawHttp.post(Xml.BUY));
            http.endOutput();
            await().until(() -> Long.valueOf(2).equals(worker.counters().get("purchases")));
            CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(() -> decide.complete(null));
            assertThat(http.read().body()).contains("SOLD");
            assertThat(http.read().body()).contains("SOLD");
            assertThat(http.isClosedByServer()).isTrue();
        }
        assertThat(shop.sold()).isEqualTo(2);
    }

    /** Longer than what the sockets hold, and read late. */
    @Test
    void aLongAnswerIsSentToItsEnd() throws Exception {
        String help = RawHttp.post(Xml.call("system.methodHelp", "tickets.buy"));
        try (RawHttp http = new RawHttp(at(false))) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 50; i++) {
                        http.send(help.repeat(100));
                    }
                    http.endOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            for (int i = 0; i < 5_000; i++) {
                assertThat(http.read().status()).isEqualTo(200);
            }
            assertThat(http.isClosedByServer()).isTrue();
            sent.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void halfARequestIsRefused() throws Exception {
        for (String half : List.of(
                "POST / HT", "POST / HTTP/1.1\r\nHost: x\r\n", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx")) {
            try (RawHttp http = new RawHttp(at(false))) {
                http.send(half);
                http.endOutput();
                assertThat(http.read().status()).as(half).isEqualTo(400);
                assertThat(http.isClosedByServer()).isTrue();
            }
        }
    }

    /** Both who has nothing to ask and who does not wait for the answer: more of them than there is room for at a time. */
    @Test
    void whoClosesFullyIsGone() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (RawHttp idle = new RawHttp(at(false));
                    RawHttp asked = new RawHttp(at(false))) {
                idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(idle.read().status()).isEqualTo(200);
                asked.send(RawHttp.post(Xml.BUY));
                long purchases = i + 1L;
                await().until(() ->
                        Long.valueOf(purchases).equals(worker.counters().get("purchases")));
                decide.complete(null);
            }
        }
        assertThat(shop.sold()).isEqualTo(20);
        for (int i = 0; i < FEW.connections(); i++) {
            assertThat(RawHttp.once(at(false), RawHttp.post(Xml.BUY)).status()).isEqualTo(200);
        }
    }

    private Address at(boolean throughTheBalancer) {
        return throughTheBalancer ? Address.parse(balancer.address()) : Address.of(worker.uri());
    }
}
