package dev.onsale.harness.trial;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Sale;
import dev.onsale.core.TicketService;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** A site whose clients have a bug. */
record TamperedSite(Site real, UnaryOperator<TicketService> bug) implements Site {
    @Override
    public Opening open(ConsistencyStrategy strategy, Sale sale, int workers, double serviceMillis, int connections)
            throws IOException {
        Opening opening = real.open(strategy, sale, workers, serviceMillis, connections);
        return new TamperedOpening(opening, bug.apply(opening.service()));
    }

    @Override
    public void close() {
        real.close();
    }

    private record TamperedOpening(Opening real, TicketService service) implements Opening {
        @Override
        public TicketService twin() {
            return service;
        }

        @Override
        public ClosingReport close() {
            return real.close();
        }
    }
}
