package dev.onsale.harness.trial;

import dev.onsale.core.ClientOptions;
import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.EntryPoint;
import dev.onsale.core.Route;
import dev.onsale.core.Sale;
import dev.onsale.core.TicketClient;
import dev.onsale.core.TicketService;
import dev.onsale.core.Transport;
import dev.onsale.core.Transports;
import dev.onsale.harness.fleet.Fleet;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Offices in worker processes, behind the entry point of a transport. */
final class RemoteSite implements Site {
    private final EntryPoint entryPoint;
    private final Fleet fleet;
    private final String redis;
    private final Duration deadline;
    private final boolean twins;

    /**
     * @param fleet shared with other sites; closing it stays with its owner
     * @param twins whether anything is sent twice, and clients need a second connection for it
     */
    RemoteSite(EntryPoint entryPoint, Fleet fleet, String redis, Duration deadline, boolean twins) {
        this.twins = twins;
        this.entryPoint = entryPoint;
        this.fleet = fleet;
        this.redis = redis;
        this.deadline = deadline;
    }

    @Override
    public Opening open(ConsistencyStrategy strategy, Sale sale, int workers, double serviceMillis, int connections)
            throws IOException {
        Route route = entryPoint.open(sale);
        try {
            fleet.open(strategy.id(), sale, redis, workers, route::worker, serviceMillis);
            try {
                return connected(route, new ClientOptions(deadline, connections, true));
            } catch (IOException | RuntimeException e) {
                fleet.closeSale();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            route.close();
            throw e;
        }
    }

    private Connected connected(Route route, ClientOptions clientOptions) throws IOException {
        Transport transport = Transports.of(route.clients());
        TicketClient client = transport.connect(route.clients(), clientOptions);
        try {
            TicketClient twin = twins ? transport.connect(route.clients(), clientOptions) : client;
            return new Connected(client, twin, route, fleet);
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public void close() {
        entryPoint.close();
    }

    /** @param twin another client, or the same */
    private record Connected(TicketClient client, TicketClient twin, Route route, Fleet fleet) implements Opening {
        @Override
        public TicketService service() {
            return client;
        }

        @Override
        public ClosingReport close() {
            client.close();
            twin.close();
            Map<String, Long> clients = new TreeMap<>(client.counters());
            if (twin != client) {
                twin.counters().forEach((name, count) -> clients.merge(name, count, Long::sum));
            }
            try {
                return new ClosingReport(fleet.closeSale(), route.counters(), clients);
            } finally {
                route.close();
            }
        }
    }
}
