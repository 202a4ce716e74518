package dev.onsale.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.core.Answer;
import dev.onsale.core.ClientOptions;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.ServerHandle;
import dev.onsale.core.TicketClient;
import dev.onsale.core.Transport;
import dev.onsale.core.Transports;
import dev.onsale.harness.backend.AmqpBackend;
import dev.onsale.harness.backend.Backend;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A broker behind TLS: all of the way to a ticket, and no password for a stranger. */
@Isolated("sets the trust store of the Java machine")
@Timeout(60)
final class EmbeddedAmqpsIT {
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";

    private final Transport transport = Transports.of(URI.create("amqps://broker"));

    @TempDir
    private Path directory;

    @AfterEach
    void trustAsBefore() {
        System.clearProperty(TRUST_STORE);
        System.clearProperty(TRUST_STORE + "Password");
    }

    @Test
    void aTrustedBrokerSells() throws Exception {
        try (TlsProxy proxy = proxy("localhost", true)) {
            try (Backend given = AmqpBackend.open(address(proxy), Servers.processes())) {
                assertThat(given.product()).isNotEmpty();
            }
            URI queue = URI.create(address(proxy) + "?queue=onsale.test.tls");
            try (ServerHandle worker = transport.serve(AmqpTransportContract.echoing("w1"), queue);
                    TicketClient client = transport.connect(queue, ClientOptions.DEFAULT)) {
                assertThat(AmqpTransportContract.join(client.buy(List.of(Purchase.any("a", "5")))))
                        .containsExactly(new Answer(new Outcome.Sold(5), "w1", false));
                assertThat(worker.uri().toString()).doesNotContain("guest");
            }
        }
    }

    @Test
    void aStrangerIsRefusedBeforeThePassword() throws Exception {
        try (TlsProxy proxy = proxy("localhost", false)) {
            requireRefused(proxy, "unable to find valid certification path to requested target");
        }
    }

    @Test
    void anothersCertificateIsRefusedBeforeThePassword() throws Exception {
        try (TlsProxy proxy = proxy("elsewhere.example", true)) {
            requireRefused(proxy, "localhost");
        }
    }

    private void requireRefused(TlsProxy proxy, String why) {
        URI at = URI.create(address(proxy));
        assertThatThrownBy(() -> AmqpBackend.open(address(proxy), Servers.processes()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("no AMQP broker answers at amqps://localhost:" + proxy.port())
                .hasMessageContaining(why);
        assertThatThrownBy(() -> transport.serve(AmqpTransportContract.echoing("w1"), at))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot connect to the broker at localhost:" + proxy.port())
                .hasMessageContaining(why);
        assertThat(proxy.understood()).isZero();
    }

    private TlsProxy proxy(String host, boolean trusted) throws Exception {
        Path store = directory.resolve("trust.p12");
        TlsProxy proxy = TlsProxy.before(Servers.embeddedAmqp(), host, store);
        if (trusted) {
            System.setProperty(TRUST_STORE, store.toString());
            System.setProperty(TRUST_STORE + "Password", TlsProxy.PASSWORD);
        }
        return proxy;
    }

    private static String address(TlsProxy proxy) {
        return "amqps://guest:guest@localhost:" + proxy.port();
    }
}
