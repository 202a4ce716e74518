package dev.onsale.core;

import java.net.URI;
import java.util.Map;

/** A ticket service that is being served. */
public interface ServerHandle extends AutoCloseable {
    /** Where it can be reached: the address asked for, with the port filled in. */
    URI uri();

    /** What passed through, by name, such as {@code deliveries} and {@code redeliveries}. Any thread, any time. */
    Map<String, Long> counters();

    /** Takes nothing new, answers what it took (for five seconds at the most), then lets go of address and connections. Idempotent. */
    @Override
    void close();
}
