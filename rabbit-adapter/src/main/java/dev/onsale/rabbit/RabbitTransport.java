package dev.onsale.rabbit;

import dev.onsale.core.ClientOptions;
import dev.onsale.core.Deployment;
import dev.onsale.core.EntryPoint;
import dev.onsale.core.ServerHandle;
import dev.onsale.core.TicketClient;
import dev.onsale.core.TicketService;
import dev.onsale.core.Transport;
import java.io.IOException;
import java.net.URI;

/**
 * Reaches workers through a queue, at {@code amqp://user:password@host:port/vhost?queue=Q&type=classic|quorum&prefetch=500}, or
 * {@code amqps:} over TLS. Needs no more
 * than AMQP 0-9-1 has, but for quorum queues, which are RabbitMQ's. Serving declares the queue; a client expects to find it.
 */
public final class RabbitTransport implements Transport {
    /** For the {@link java.util.ServiceLoader}. */
    public RabbitTransport() {}

    @Override
    public String scheme() {
        return "amqp";
    }

    @Override
    public boolean understands(URI uri) {
        return AmqpAddress.SCHEMES.contains(String.valueOf(uri.getScheme()));
    }

    @Override
    public ServerHandle serve(TicketService service, URI at) throws IOException {
        return new RabbitWorker(service, at);
    }

    @Override
    public TicketClient connect(URI to, ClientOptions options) throws IOException {
        return new RabbitClient(AmqpAddress.of(to), options);
    }

    @Override
    public EntryPoint provision(Deployment deployment) throws IOException {
        return new RabbitEntryPoint(deployment);
    }
}
