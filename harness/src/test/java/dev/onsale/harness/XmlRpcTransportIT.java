package dev.onsale.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.ClientOptions;
import dev.onsale.core.ServerHandle;
import dev.onsale.core.TicketClient;
import dev.onsale.core.TicketService;
import dev.onsale.core.TicketServiceContract;
import dev.onsale.core.Transport;
import dev.onsale.core.Transports;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The direct transport as the program finds it, and the count of transports that are under the contract. */
final class XmlRpcTransportIT extends TicketServiceContract {
    private static final Map<String, Class<? extends TicketServiceContract>> UNDER_CONTRACT =
            Map.of("amqp", RabbitTransportIT.class, "xmlrpc", XmlRpcTransportIT.class);

    @Test
    void everyTransportIsUnderTheContract() {
        assertThat(Transports.all().keySet()).isEqualTo(UNDER_CONTRACT.keySet());
    }

    @Override
    protected Link open(TicketService service, ClientOptions options) throws Exception {
        Transport transport = Transports.named("xmlrpc");
        ServerHandle server = transport.serve(service, URI.create("xmlrpc://127.0.0.1:0"));
        CuttableProxy proxy = new CuttableProxy(server.uri());
        return new Proxied(server, proxy, transport.connect(proxy.inPlaceOf(server.uri()), options));
    }

    private record Proxied(ServerHandle server, CuttableProxy proxy, TicketClient client) implements Link {
        @Override
        public void kill() {
            proxy.refuse();
        }

        @Override
        public void close() throws IOException {
            client.close();
            proxy.close();
            server.close();
        }
    }
}
