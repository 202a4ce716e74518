package dev.onsale.core;

import java.io.IOException;

/** What stands between clients and workers, set up by a transport for a deployment. */
public interface EntryPoint extends AutoCloseable {
    /**
     * Makes the way for one sale, cleared of anything that an earlier one left.
     *
     * @throws IOException it could not be made
     */
    Route open(Sale sale) throws IOException;

    /** Stops what was started and removes what was declared. Idempotent. */
    @Override
    void close();
}
