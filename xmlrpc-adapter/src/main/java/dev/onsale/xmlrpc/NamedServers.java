package dev.onsale.xmlrpc;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that a name server lists, taken in turn. The list is fetched again and again; while that fails the last one holds, as a
 * server that has gone is found out when connecting to it, before anything is sent.
 */
final class NamedServers implements Servers {
    private static final long REFRESH_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(NamedServers.class);

    private final EventLoop loop;
    private final RegistryClient names;
    private final int connections;
    private final Map<Address, HttpPool> poolByServer = new HashMap<>();
    private List<HttpPool> pools = List.of();
    private int turn;
    private boolean refreshing;
    private boolean failing;
    private @Nullable Future<?> refreshes;

    private NamedServers(EventLoop loop, RegistryClient names, int connections) {
        this.loop = loop;
        this.names = names;
        this.connections = connections;
    }

    /**
     * Fetches the list; blocks until that is done.
     *
     * @param connections at the most, all servers together, but at least one each
     * @throws IOException the name server cannot be reached
     */
    static NamedServers resolve(EventLoop loop, Address nameServer, int connections) throws IOException {
        RegistryClient names = new RegistryClient(loop, nameServer);
        NamedServers servers = new NamedServers(loop, names, connections);
        List<Address> first = RegistryClient.await(names.list());
        Loops.run(loop, () -> servers.update(first));
        servers.refreshes = Loops.every(loop, REFRESH_MILLIS, servers::refresh);
        return servers;
    }

    private void refresh() {
        long now = System.nanoTime();
        pools.forEach(pool -> pool.closeIdle(now, IDLE_NANOS));
        if (refreshing) {
            return;
        }
        refreshing = true;
        var unused = names.list().whenComplete((list, failure) -> {
            refreshing = false;
            if (failure == null) {
                update(list);
            } else if (!failing) {
                LOG.warn("the list of servers cannot be fetched, and the last one holds: {}", failure.getMessage());
            }
            failing = failure != null;
        });
    }

    private void update(List<Address> list) {
        int each = Math.max(1, connections / Math.max(1, list.size()));
        List<HttpPool> retired = new ArrayList<>();
        poolByServer.values().removeIf(pool -> !list.contains(pool.address()) && retired.add(pool));
        List<HttpPool> current = new ArrayList<>();
        for (Address server : list) {
            HttpPool pool = poolByServer.computeIfAbsent(
                    server, added -> new HttpPool(loop, added, each, WAITING, RESPONSE_BYTES));
            pool.limitConnections(each);
            current.add(pool);
        }
        pools = current;
        retired.forEach(HttpPool::retire); // last, as what waits there goes to the others
    }

    /** The next in turn that has a connection to spare, or else the next in turn; each server is worth one try. */
    @Override
    public @Nullable HttpPool next(int failedTries) {
        if (failedTries >= pools.size()) {
            refreshSoon();
            return null;
        }
        turn = (turn + 1) % pools.size();
        for (int i = 0; i < pools.size(); i++) {
            HttpPool pool = pools.get((turn + i) % pools.size());
            if (pool.hasRoom()) {
                turn = (turn + i) % pools.size();
                return pool;
            }
        }
        return pools.get(turn);
    }

    @Override
    public CompletionStage<?> prepare(int count) {
        Deadlines greetings = new Deadlines(loop, GREETING);
        return CompletableFuture.allOf(pools.stream()
                .map(pool -> pool.greet(greetings, count / pools.size()).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** Nobody there may be news. */
    private void refreshSoon() {
        if (!refreshing) {
            loop.execute(this::refresh);
        }
    }

    @Override
    public void close() {
        if (refreshes != null) {
            refreshes.cancel(false);
        }
        names.close();
        List.copyOf(poolByServer.values()).forEach(HttpPool::close);
    }
}
