package dev.onsale.core;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Executor;

/** A way to reach a ticket service in another process; found by {@link java.util.ServiceLoader}, chosen by the scheme of a URI. */
public interface Transport {
    /** The scheme of the URIs that it understands: "xmlrpc", "amqp". */
    String scheme();

    /** Whether it understands URIs like this one: those of its scheme, and perhaps the same over TLS, by another scheme. */
    default boolean understands(URI uri) {
        return scheme().equals(uri.getScheme());
    }

    /**
     * Exposes the service, and returns when it can be reached. The options of a transport are in the URI's query; an unknown one is
     * refused.
     *
     * @throws IllegalArgumentException the URI makes no sense to this transport
     * @throws IOException the address is taken, or the server or broker cannot be reached
     */
    ServerHandle serve(TicketService service, URI at) throws IOException;

    /**
     * As {@link #serve(TicketService, URI)}, and on this thread if the transport knows how: a service that answers on it then costs no
     * hand-over. Closing it stays with the caller, after the server.
     *
     * @param thread runs what it is given one after another; not to be waited on by whoever it runs
     */
    default ServerHandle serve(TicketService service, URI at, Executor thread) throws IOException {
        return serve(service, at);
    }

    /**
     * A client of the service at this address. Connections may be opened now or at the first purchase.
     *
     * @throws IllegalArgumentException the URI makes no sense to this transport
     * @throws IOException the server or broker cannot be reached
     */
    TicketClient connect(URI to, ClientOptions options) throws IOException;

    /**
     * Sets up what stands between clients and workers: queues, a balancer, a name server. One for many sales, one after another.
     *
     * @throws IllegalArgumentException an option that this transport does not know
     * @throws IOException it could not be set up
     */
    EntryPoint provision(Deployment deployment) throws IOException;
}
