package dev.onsale.harness.trial;

import dev.onsale.core.ClientOptions;
import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.EntryPoint;
import dev.onsale.core.Route;
import dev.onsale.core.Sale;
import dev.onsale.core.TicketClient;
import dev.onsale.core.TicketService;
import dev.onsale.core.Transports;
import dev.onsale.harness.fleet.Fleet;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Offices in worker processes, behind the entry point of a transport. */
final class RemoteSite implements Site {
    private final EntryPoint entryPoint;
    private final Fleet fleet;
    private final String redis;
    private final ClientOptions clientOptions;

    /** @param fleet shared with other sites; closing it stays with its owner */
    RemoteSite(EntryPoint entryPoint, Fleet fleet, String redis, ClientOptions clientOptions) {
        this.entryPoint = entryPoint;
        this.fleet = fleet;
        this.redis = redis;
        this.clientOptions = clientOptions;
    }

    @Override
    public Opening open(ConsistencyStrategy strategy, Sale sale, int workers) throws IOException {
        Route route = entryPoint.open(sale);
        try {
            fleet.open(strategy.id(), sale, redis, workers, route::worker);
            try {
                return new Connected(
                        Transports.of(route.clients()).connect(route.clients(), clientOptions), route, fleet);
            } catch (IOException | RuntimeException e) {
                fleet.closeSale();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            route.close();
            throw e;
        }
    }

    @Override
    public void close() {
        entryPoint.close();
    }

    private record Connected(TicketClient client, Route route, Fleet fleet) implements Opening {
        @Override
        public TicketService service() {
            return client;
        }

        @Override
        public Map<String, Map<String, Long>> close() throws IOException {
            client.close();
            try {
                Map<String, Map<String, Long>> counters = new TreeMap<>(fleet.closeSale());
                counters.put("route", route.counters());
                return counters;
            } finally {
                route.close();
            }
        }
    }
}
