package dev.onsale.harness.fleet;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Sale;
import dev.onsale.core.ServerHandle;
import dev.onsale.core.Stores;
import dev.onsale.core.TicketOffice;
import dev.onsale.core.TicketService;
import dev.onsale.core.Transports;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A sale that a worker has joined and serves: the office, and the server in front of it. */
public final class ServedSale implements AutoCloseable {
    /** Purchases that wait in one office, at the most. */
    public static final int QUEUE_LIMIT = 10_000;

    private final TicketOffice office;
    private final Optional<ServiceTime> serviceTime;
    private final ServerHandle server;

    private ServedSale(TicketOffice office, Optional<ServiceTime> serviceTime, ServerHandle server) {
        this.office = office;
        this.serviceTime = serviceTime;
        this.server = server;
    }

    /**
     * Joins the sale, and returns when it is served.
     *
     * @param serviceMillis what is spent on each purchase beside deciding it
     * @throws IOException the address is taken, or a server cannot be reached
     */
    public static ServedSale open(
            Workplace place, ConsistencyStrategy strategy, Sale sale, Stores stores, URI at, double serviceMillis)
            throws IOException {
        TicketOffice office = new TicketOffice(sale, strategy.join(sale, stores), place.name(), QUEUE_LIMIT);
        Optional<ServiceTime> serviceTime =
                serviceMillis > 0 ? Optional.of(new ServiceTime(office, serviceMillis)) : Optional.empty();
        TicketService service = serviceTime.isPresent() ? serviceTime.get() : office;
        try {
            return new ServedSale(office, serviceTime, Transports.of(at).serve(service, at, place.thread()));
        } catch (IOException | RuntimeException e) {
            serviceTime.ifPresent(ServiceTime::close);
            office.close();
            throw e;
        }
    }

    /** Where it can be reached. */
    public URI uri() {
        return server.uri();
    }

    /** What was done so far, by name. */
    public Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>(server.counters());
        TicketOffice.Counters done = office.counters();
        counters.put("decisions", done.decisions());
        counters.put("replays", done.replays());
        counters.put("batches", done.batches());
        counters.put("busy", done.busy());
        return counters;
    }

    /** Takes nothing new, waits up to five seconds for what was taken, and leaves. */
    @Override
    public void close() {
        server.close();
        serviceTime.ifPresent(ServiceTime::close);
        office.close();
        try {
            office.drain().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Whoever waits for an answer has a deadline of its own.
        }
    }
}
