package dev.onsale.harness.trial;

import dev.onsale.core.EntryPoint;
import dev.onsale.core.Route;
import dev.onsale.core.Sale;
import dev.onsale.harness.backend.Ports;
import java.net.URI;
import java.util.Map;

/** Nothing between the clients and the one worker, which has a port of its own for each sale. */
final class NoBalancer implements EntryPoint {
    /** The name on the command line. */
    static final String NAME = "none";

    @Override
    public Route open(Sale sale) {
        return new Straight(URI.create("xmlrpc://127.0.0.1:" + Ports.free()));
    }

    /** Nothing was started. */
    @Override
    public void close() {}

    private record Straight(URI clients) implements Route {
        @Override
        public URI worker(int index) {
            if (index != 0) {
                throw new IllegalArgumentException("without a balancer there is one worker: index=" + index);
            }
            return clients;
        }

        @Override
        public Map<String, Long> counters() {
            return Map.of();
        }

        @Override
        public void close() {}
    }
}
