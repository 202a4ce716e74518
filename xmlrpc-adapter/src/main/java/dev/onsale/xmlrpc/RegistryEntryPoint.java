package dev.onsale.xmlrpc;

import dev.onsale.core.Deployment;
import dev.onsale.core.EntryPoint;
import dev.onsale.core.ProcessStarter;
import dev.onsale.core.Route;
import dev.onsale.core.Sale;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A balancer or a name server in a process of its own, with which workers register. */
final class RegistryEntryPoint implements EntryPoint {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryEntryPoint.class);

    /** A worker that crashed is listed until its lease ends. */
    private static final Duration LEFTOVERS = Registration.LEASE.plusSeconds(2);

    private final ProcessStarter.Child process;
    private final boolean counts;
    private final URI clients;
    private final Address registryAt;
    private final EventLoop loop = Loops.start("xmlrpc-entry-point");
    private final RegistryClient registry;

    private RegistryEntryPoint(ProcessStarter.Child process, boolean counts, URI clients, Address registryAt) {
        this.process = process;
        this.counts = counts;
        this.clients = clients;
        this.registryAt = registryAt;
        this.registry = new RegistryClient(loop, registryAt);
    }

    /**
     * An own balancer.
     *
     * @param deadline what a worker has to answer by
     */
    static EntryPoint balancer(Deployment deployment, Duration deadline) throws IOException {
        ProcessStarter.Child process = deployment
                .processes()
                .onsale(
                        "balancer",
                        List.of(
                                "balancer",
                                "--listen",
                                "127.0.0.1:0",
                                "--registry",
                                "127.0.0.1:0",
                                "--deadline",
                                Long.toString(deadline.toSeconds())));
        ReadyLine ready = ready(process);
        return new RegistryEntryPoint(
                process,
                true,
                URI.create("xmlrpc://" + ready.listen()),
                ready.registry().orElseThrow(() -> new IOException("no registry in: " + ready)));
    }

    /** A name server, and clients that ask it. */
    static EntryPoint nameServer(Deployment deployment) throws IOException {
        ProcessStarter.Child process =
                deployment.processes().onsale("name-server", List.of("name-server", "--listen", "127.0.0.1:0"));
        Address listen = ready(process).listen();
        return new RegistryEntryPoint(
                process, false, URI.create("xmlrpc://" + listen + "?resolve=" + XmlRpcTransport.NAME_SERVER), listen);
    }

    private static ReadyLine ready(ProcessStarter.Child process) throws IOException {
        try {
            return ReadyLine.parse(process.readyLine());
        } catch (IllegalArgumentException e) {
            process.close();
            throw new IOException("not the line that a balancer or name server prints when it is ready", e);
        }
    }

    /** Workers of the sale before deregister as they close; what is listed for longer would get this sale's purchases. */
    @Override
    public Route open(Sale sale) throws IOException {
        long giveUpNanos = System.nanoTime() + LEFTOVERS.toNanos();
        List<Address> left = RegistryClient.await(registry.list());
        while (!left.isEmpty()) {
            if (System.nanoTime() - giveUpNanos > 0) {
                throw new IOException("still registered when " + sale.id() + " was to be opened: " + left);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for the last sale's workers to leave", e);
            }
            left = RegistryClient.await(registry.list());
        }
        return new SaleRoute(counters());
    }

    private Map<String, Long> counters() throws IOException {
        Map<String, Long> counters = new TreeMap<>();
        if (counts && RegistryClient.await(registry.call(Balancer.COUNTERS)) instanceof Map<?, ?> struct) {
            struct.forEach((name, count) -> {
                if (count instanceof Double number) {
                    counters.put(String.valueOf(name), number.longValue());
                }
            });
        }
        return counters;
    }

    @Override
    public void close() {
        registry.close();
        Loops.stop(loop);
        process.close();
    }

    private final class SaleRoute implements Route {
        private final Map<String, Long> before;

        SaleRoute(Map<String, Long> before) {
            this.before = before;
        }

        @Override
        public URI clients() {
            return clients;
        }

        @Override
        public URI worker(int index) {
            return URI.create("xmlrpc://127.0.0.1:0?" + TicketServer.REGISTER + "=http://" + registryAt);
        }

        @Override
        public Map<String, Long> counters() {
            try {
                Map<String, Long> now = RegistryEntryPoint.this.counters();
                now.replaceAll((name, count) -> count - before.getOrDefault(name, 0L));
                return now;
            } catch (IOException e) {
                LOG.debug("no counters from the balancer: {}", e.getMessage());
                return Map.of();
            }
        }

        /** The workers deregister themselves. */
        @Override
        public void close() {}
    }
}
