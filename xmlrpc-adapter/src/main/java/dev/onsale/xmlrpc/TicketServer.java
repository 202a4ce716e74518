package dev.onsale.xmlrpc;

import dev.onsale.core.ServerHandle;
import dev.onsale.core.TicketService;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A ticket service exposed over XML-RPC, and registered with a balancer or name server if the URI says so. */
final class TicketServer implements ServerHandle {
    static final String REGISTER = "register";

    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Runnable atEnd;
    private final URI uri;
    private final XmlRpcServer calls;
    private final HttpServer http;
    private final @Nullable Registration registration;

    private TicketServer(
            Runnable atEnd, URI uri, XmlRpcServer calls, HttpServer http, @Nullable Registration registration) {
        this.atEnd = atEnd;
        this.uri = uri;
        this.calls = calls;
        this.http = http;
        this.registration = registration;
    }

    /**
     * Listens, and registers.
     *
     * @throws IllegalArgumentException a URI that makes no sense, or one to register that nobody else could reach
     * @throws IOException the address is taken, or there is no registry
     */
    static TicketServer start(TicketService service, URI at, Limits limits) throws IOException {
        EventLoop loop = Loops.start("xmlrpc-server");
        try {
            return start(service, at, limits, loop, () -> Loops.stop(loop));
        } catch (IOException | RuntimeException e) {
            Loops.stop(loop);
            throw e;
        }
    }

    /**
     * As {@link #start(TicketService, URI, Limits)}, on this loop.
     *
     * @param atEnd what is done last, when it closes
     */
    static TicketServer start(TicketService service, URI at, Limits limits, EventLoop loop, Runnable atEnd)
            throws IOException {
        String register = UriOptions.of(at, REGISTER).get(REGISTER);
        Address registry = register == null ? null : Address.of(URI.create(register));
        Address listen = Address.of(at);
        if (registry != null && !listen.withPort(1).isReachable()) {
            throw new IllegalArgumentException("a server that registers must name a host that others can reach: " + at);
        }
        XmlRpcServer calls = new XmlRpcServer(loop, TicketMethods.table(limits.multicall()), service, limits);
        HttpServer http = new HttpServer(
                loop, listen, limits, calls, "Onsale sells tickets here: POST XML-RPC, and see system.listMethods.");
        try {
            URI uri =
                    URI.create("xmlrpc://" + http.address() + (at.getRawQuery() == null ? "" : "?" + at.getRawQuery()));
            Registration registration = registry == null ? null : Registration.start(loop, registry, http.address());
            return new TicketServer(atEnd, uri, calls, http, registration);
        } catch (IOException | RuntimeException e) {
            http.close();
            throw e;
        }
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>(http.counters());
        counters.putAll(calls.counters());
        return counters;
    }

    @Override
    public void close() {
        if (registration != null) {
            registration.close();
        }
        http.drain(DRAIN);
        atEnd.run();
    }

    /** Ends it as a crash would. */
    void kill() {
        if (registration != null) {
            registration.abandon();
        }
        http.close();
        atEnd.run();
    }
}
