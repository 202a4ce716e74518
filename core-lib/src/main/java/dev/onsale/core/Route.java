package dev.onsale.core;

import java.net.URI;
import java.util.Map;

/** The way from the clients of one sale to its workers. */
public interface Route extends AutoCloseable {
    /** The single address of the clients. */
    URI clients();

    /** Where worker {@code index} (from 0) serves. */
    URI worker(int index);

    /** What passed through, or is left, by name. Any thread, any time. */
    Map<String, Long> counters();

    /** Removes what was made for the sale. Idempotent. */
    @Override
    void close();
}
