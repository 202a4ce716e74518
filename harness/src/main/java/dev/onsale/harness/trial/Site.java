package dev.onsale.harness.trial;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Sale;
import dev.onsale.core.TicketService;
import java.io.IOException;

/** Where the ticket offices of an architecture are, for one sale after another. */
interface Site extends AutoCloseable {
    /**
     * Opens a sale that exists in the store at this many offices, and connects the clients.
     *
     * @param serviceMillis what an office spends on each purchase beside deciding it
     * @param connections of the clients, where each has one
     * @throws IOException it could not be opened; nothing is left open then
     */
    Opening open(ConsistencyStrategy strategy, Sale sale, int workers, double serviceMillis, int connections)
            throws IOException;

    @Override
    void close();

    /** A sale that is open. */
    interface Opening {
        /** What the clients call. */
        TicketService service();

        /** The same sale through another connection, for what is sent twice at the same moment. */
        TicketService twin();

        /** Disconnects the clients, waits for the offices to finish what they took, and tells what was done. */
        ClosingReport close();
    }
}
