package dev.onsale.xmlrpc;

import dev.onsale.core.ClientOptions;
import dev.onsale.core.TicketClient;
import dev.onsale.core.TicketService;
import dev.onsale.core.TicketServiceContract;
import java.net.URI;

/** Client and server, which find each other through the name server. */
final class NamedTransportTest extends TicketServiceContract {
    @Override
    protected Link open(TicketService service, ClientOptions options) throws Exception {
        NameServer names = NameServer.start("127.0.0.1:0");
        TicketServer server = TicketServer.start(
                service, URI.create("xmlrpc://127.0.0.1:0?register=http://" + names.address()), Limits.DEFAULT);
        TicketClient client = new XmlRpcTransport()
                .connect(URI.create("xmlrpc://" + names.address() + "?resolve=name-server"), options);
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
                server.close();
                names.close();
            }
        };
    }
}
