package dev.onsale.harness.fleet;

import dev.onsale.core.Stores;
import dev.onsale.harness.backend.StoreConnections;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * What a worker has as long as it lives, for one sale after another: a name, store clients, and one thread for all that it reads and
 * writes, so that a purchase is handed to no other on its way to the store and back. Not thread-safe.
 */
public final class Workplace implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 5;

    private final String name;
    private final EventLoop thread = new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("worker", true), NioIoHandler.newFactory())
            .next();
    private final StoreConnections connections = new StoreConnections(thread);

    /** @param name the name that this worker's answers carry */
    public Workplace(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    EventLoop thread() {
        return thread;
    }

    /**
     * The stores at this address.
     *
     * @param redis a {@code redis://} address; empty when no store is needed
     * @throws IOException the store cannot be reached
     */
    public Stores stores(String redis) throws IOException {
        return connections.stores(redis);
    }

    @Override
    public void close() {
        connections.close();
        thread.parent()
                .shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
