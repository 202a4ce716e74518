package dev.onsale.harness.limit.floor;

import java.io.IOException;

/** Where tickets are sold, with a server of its own in this process. */
public interface Shop extends AutoCloseable {
    /** A new customer, for one thread. */
    Customer customer() throws IOException;

    @Override
    void close() throws IOException;

    /** Somebody who buys. Not thread-safe. */
    interface Customer extends AutoCloseable {
        /**
         * Buys a ticket, and returns its number; 0 when there is none left. Blocks.
         *
         * @throws IOException it is not known whether one was bought
         */
        long buy(String client, String request) throws IOException;

        @Override
        void close() throws IOException;
    }
}
