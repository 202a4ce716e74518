package dev.onsale.harness.backend;

import dev.onsale.core.Stores;
import dev.onsale.core.redis.RedisConnections;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.redisson.api.RedissonClient;

/** The store clients of one ticket office: opened when first asked for, and kept for the next sale. Not thread-safe. */
public final class StoreConnections implements AutoCloseable {
    private final Map<String, RedissonClient> byAddress = new HashMap<>();

    /**
     * The stores at this address.
     *
     * @param redis a {@code redis://} address; empty when no store is needed
     * @throws IOException the store cannot be reached
     */
    public Stores stores(String redis) throws IOException {
        if (redis.isEmpty()) {
            return Stores.none();
        }
        RedissonClient client = byAddress.get(redis);
        if (client == null) {
            client = RedisConnections.open(URI.create(redis));
            byAddress.put(redis, client);
        }
        return Stores.none().with(RedissonClient.class, client);
    }

    @Override
    public void close() {
        byAddress.values().forEach(RedissonClient::shutdown);
        byAddress.clear();
    }
}
