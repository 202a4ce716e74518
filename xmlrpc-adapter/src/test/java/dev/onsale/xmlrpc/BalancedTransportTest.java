package dev.onsale.xmlrpc;

import dev.onsale.core.ClientOptions;
import dev.onsale.core.TicketClient;
import dev.onsale.core.TicketService;
import dev.onsale.core.TicketServiceContract;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Client and server, with the balancer between them; the server registers. */
final class BalancedTransportTest extends TicketServiceContract {
    @Override
    protected Link open(TicketService service, ClientOptions options) throws Exception {
        Balancer balancer = Balancer.start("127.0.0.1:0", List.of(), Optional.of("127.0.0.1:0"));
        TicketServer server = TicketServer.start(
                service,
                URI.create("xmlrpc://127.0.0.1:0?register=http://"
                        + balancer.registryAddress().orElseThrow()),
                Limits.DEFAULT);
        TicketClient client = new XmlRpcTransport().connect(URI.create("xmlrpc://" + balancer.address()), options);
        return new Link() {
            @Override
            public TicketClient client() {
                return client;
            }

            @Override
            public void kill() {
                server.kill();
            }

            @Override
            public void close() {
                client.close();
                balancer.close(); // before the server, which would wait for what the balancer still hopes for
                server.close();
            }
        };
    }
}
