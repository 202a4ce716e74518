package dev.onsale.harness.backend;

import dev.onsale.core.Stores;
import dev.onsale.core.redis.RedisConnections;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.redisson.api.RedissonClient;

/** The store clients of one ticket office: opened when first asked for, and kept for the next sale. Not thread-safe. */
public final class StoreConnections implements AutoCloseable {
    private final Map<String, RedissonClient> byAddress = new HashMap<>();
    private final Function<URI, RedissonClient> redis;

    /** On threads of their own. */
    public StoreConnections() {
        redis = RedisConnections::open;
    }

    /** @param thread for all of them, which stays the caller's to close, after this */
    public StoreConnections(EventLoop thread) {
        redis = server -> RedisConnections.open(server, thread);
    }

    /**
     * The stores at this address.
     *
     * @param address a {@code redis://} address; empty when no store is needed
     * @throws IOException the store cannot be reached
     */
    public Stores stores(String address) throws IOException {
        if (address.isEmpty()) {
            return Stores.none();
        }
        RedissonClient client = byAddress.get(address);
        if (client == null) {
            client = redis.apply(URI.create(address));
            byAddress.put(address, client);
        }
        return Stores.none().with(RedissonClient.class, client);
    }

    @Override
    public void close() {
        byAddress.values().forEach(RedissonClient::shutdown);
        byAddress.clear();
    }
}
