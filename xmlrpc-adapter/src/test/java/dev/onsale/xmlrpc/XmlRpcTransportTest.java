package dev.onsale.xmlrpc;

import dev.onsale.core.ClientOptions;
import dev.onsale.core.TicketClient;
import dev.onsale.core.TicketService;
import dev.onsale.core.TicketServiceContract;
import java.net.URI;

/** Client and server, with nothing between them. */
final class XmlRpcTransportTest extends TicketServiceContract {
    @Override
    protected Link open(TicketService service, ClientOptions options) throws Exception {
        TicketServer server = TicketServer.start(service, URI.create("xmlrpc://127.0.0.1:0"), Limits.DEFAULT);
        return new ServerLink(server, new XmlRpcTransport().connect(server.uri(), options));
    }

    /** A server and its client. */
    record ServerLink(TicketServer server, TicketClient client) implements Link {
        @Override
        public void kill() {
            server.kill();
        }

        @Override
        public void close() {
            client.close();
            server.close();
        }
    }
}
