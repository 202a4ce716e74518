package dev.onsale.xmlrpc;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server's entry in a registry, renewed in time until it is closed. */
final class Registration {
    static final Duration LEASE = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

    private final RegistryClient registry;
    private final Address server;
    private final Future<?> renewals;

    /** Of the event loop: the last renewal failed. */
    private boolean failing;

    private Registration(EventLoop loop, RegistryClient registry, Address server) {
        this.registry = registry;
        this.server = server;
        this.renewals = Loops.every(loop, LEASE.toMillis() / 3, this::renew);
    }

    /**
     * Registers; blocks until that is done.
     *
     * @throws IOException the registry cannot be reached, or refuses
     */
    static Registration start(EventLoop loop, Address at, Address server) throws IOException {
        RegistryClient registry = new RegistryClient(loop, at);
        try {
            RegistryClient.await(registry.register(server, LEASE));
        } catch (IOException e) {
            registry.close();
            throw e;
        }
        return new Registration(loop, registry, server);
    }

    private void renew() {
        var unused = registry.register(server, LEASE).whenComplete((done, failure) -> {
            if (failure != null && !failing) {
                LOG.warn("{} cannot renew its lease, and goes on trying: {}", server, failure.getMessage());
            }
            failing = failure != null;
        });
    }

    /** Deregisters; blocks until that is done, or cannot be: then the lease ends by itself. */
    void close() {
        renewals.cancel(false);
        try {
            RegistryClient.await(registry.deregister(server));
        } catch (IOException e) {
            LOG.debug("{} leaves without saying so: {}", server, e.getMessage());
        }
        registry.close();
    }

    /** Stops renewing, and says nothing. */
    void abandon() {
        renewals.cancel(false);
        registry.close();
    }
}
