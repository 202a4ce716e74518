package dev.onsale.harness.trial;

import java.io.IOException;
import java.net.URI;

/**
 * A sale of any ticket that is served to clients of other programs. Nobody records what they see, so the store's account is all there is to
 * check them by. Not thread-safe; while it is open, its stage opens no other sale.
 */
public interface PublicSale extends AutoCloseable {
    /** Where the clients find it. */
    URI address();

    /**
     * Ends the sale once the worker has finished what it took.
     *
     * @return how many tickets the store says were sold
     * @throws IOException the worker did not answer
     * @throws dev.onsale.core.StoreException the store did not
     */
    int end() throws IOException;

    /** Removes the sale, and ends it if that was not done. */
    @Override
    void close() throws IOException;
}
