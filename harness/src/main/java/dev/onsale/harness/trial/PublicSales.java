package dev.onsale.harness.trial;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.EntryPoint;
import dev.onsale.core.Model;
import dev.onsale.core.Route;
import dev.onsale.core.Sale;
import dev.onsale.core.Stores;
import dev.onsale.harness.fleet.Fleet;
import dev.onsale.harness.fleet.WorkerResult;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Opens sales of the direct architecture to clients of other programs, one after another, at one worker. */
final class PublicSales implements AutoCloseable {
    /** Makes what stands before the worker. */
    interface Entrance {
        EntryPoint with(String balancer) throws IOException;
    }

    private final Fleet fleet;
    private final String redis;
    private final Stores stores;
    private final SaleRemoval removal;
    private final String salePrefix;
    private final Map<String, EntryPoint> given;
    private final Entrance entrance;
    private final Map<String, EntryPoint> entryPoints = new HashMap<>();
    private int sales;

    /** @param given what is there already, by its balancer: used as it is, and warm, and not closed by this */
    PublicSales(
            Fleet fleet,
            String redis,
            Stores stores,
            SaleRemoval removal,
            String salePrefix,
            Map<String, EntryPoint> given,
            Entrance entrance) {
        this.fleet = fleet;
        this.redis = redis;
        this.stores = stores;
        this.removal = removal;
        this.salePrefix = salePrefix;
        this.given = Map.copyOf(given);
        this.entrance = entrance;
    }

    /** Puts a sale on and opens it. What stands before the worker is made the first time, and kept. */
    PublicSale open(String balancer, ConsistencyStrategy strategy, int capacity) throws IOException {
        EntryPoint entryPoint = given.getOrDefault(balancer, entryPoints.get(balancer));
        if (entryPoint == null) {
            entryPoint = entrance.with(balancer);
            entryPoints.put(balancer, entryPoint);
        }
        Sale sale = new Sale(salePrefix + "-public-" + ++sales, Model.UNNUMBERED, capacity);
        try {
            strategy.create(sale, stores);
            Route route = entryPoint.open(sale);
            try {
                fleet.open(strategy.id(), sale, redis, 1, route::worker, 0);
                return new Open(strategy, sale, route);
            } catch (IOException | RuntimeException e) {
                route.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            removal.remove(strategy, sale);
            throw e;
        }
    }

    @Override
    public void close() {
        entryPoints.values().forEach(EntryPoint::close);
        entryPoints.clear();
    }

    private final class Open implements PublicSale {
        private final ConsistencyStrategy strategy;
        private final Sale sale;
        private final Route route;
        private boolean ended;

        Open(ConsistencyStrategy strategy, Sale sale, Route route) {
            this.strategy = strategy;
            this.sale = sale;
            this.route = route;
        }

        @Override
        public URI address() {
            return route.clients();
        }

        @Override
        public int end() throws IOException {
            for (WorkerResult result : leave().values()) {
                if (result instanceof WorkerResult.Lost lost) {
                    throw new IOException(lost.why());
                }
            }
            return strategy.audit(sale, stores).sold();
        }

        private Map<String, WorkerResult> leave() {
            if (ended) {
                return Map.of();
            }
            ended = true;
            try {
                return fleet.closeSale();
            } finally {
                route.close();
            }
        }

        @Override
        public void close() {
            try {
                leave();
            } finally {
                removal.remove(strategy, sale);
            }
        }
    }
}
