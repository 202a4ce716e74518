package dev.onsale.xmlrpc;

import dev.onsale.core.Outcome.NotExecuted;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.AddressResolverGroup;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keep-alive connections to one server, each with one request at a time; or a few with many, once the server has told that it takes them:
 * then requests that come together leave in one system call, and so do their answers. Requests wait in a bounded queue when all
 * connections are busy. Of the event loop, all of it.
 */
final class HttpPool {
    private static final int CONNECT_TIMEOUT_MILLIS = 3000;
    private static final int CONNECTING = 16;

    /** Connections to a server that takes many requests on each. */
    private static final int PIPELINES = 4;

    /** Requests under way on one connection, whatever the server says. */
    private static final int MOST_DEPTH = 64;

    /**
     * Bytes of requests under way, from which on none joins them on its connection: some thousand purchases, enough to keep a server busy.
     * More would only wait there in the order in which it came, and here who asks for little need not.
     */
    private static final int MOST_BYTES = 1 << 20;

    private final Address address;
    private final int waitingLimit;
    private final int responseLimit;
    private final Bootstrap bootstrap;
    private int connectionLimit;

    /** Requests under way on one connection, at the most. */
    private int depth = 1;

    /** Connected or connecting. */
    private int open;

    /** Requests sent and not answered. */
    private int sent;

    /** The bytes of their bodies. */
    private int sentBytes;

    private final Set<ClientConnection> connections = new HashSet<>();

    /** The one that was used last is taken first, so that those beyond need grow old, and are closed. */
    private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();

    private final FairQueue waiting = new FairQueue();

    /** Connections still to be opened without anybody asking for them. */
    private int ahead;

    /** Completes when what {@link #prepare} was asked for last is done. */
    private CompletableFuture<Void> ready = new CompletableFuture<>();

    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private final HeadMemo.Shared knownHeads = new HeadMemo.Shared();
    private boolean refused;
    private boolean leaving;
    private boolean closed;

    HttpPool(EventLoop loop, Address address, int connectionLimit, int waitingLimit, int responseLimit) {
        this(loop, address, connectionLimit, waitingLimit, responseLimit, Names::ofTheSystem);
    }

    /** @param names asked if the address is a name */
    HttpPool(
            EventLoop loop,
            Address address,
            int connectionLimit,
            int waitingLimit,
            int responseLimit,
            Supplier<AddressResolverGroup<InetSocketAddress>> names) {
        this.address = address;
        this.connectionLimit = connectionLimit;
        this.waitingLimit = waitingLimit;
        this.responseLimit = responseLimit;
        Bootstrap connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .remoteAddress(address.socket())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new ClientConnection(HttpPool.this).handlers());
                    }
                });
        bootstrap = address.isLiteral() ? connecting.disableResolver() : connecting.resolver(names.get());
    }

    Address address() {
        return address;
    }

    HeadMemo.Shared knownHeads() {
        return knownHeads;
    }

    int responseLimit() {
        return responseLimit;
    }

    /** Requests under way or waiting. */
    int outstanding() {
        return sent + waiting.size();
    }

    /** Connected or connecting. */
    int connections() {
        return open;
    }

    /** Connecting. */
    int connecting() {
        return open - connections.size();
    }

    /** Whether a request would not have to wait. */
    boolean hasRoom() {
        return !idle.isEmpty() || open < limit() || (depth > 1 && free() != null);
    }

    private int limit() {
        return depth > 1 ? Math.min(connectionLimit, PIPELINES) : connectionLimit;
    }

    /** Requests under way on one connection, at the most. */
    int depth() {
        return depth;
    }

    /** The server takes so many requests at a time on a connection. It is believed up to a limit, and never less than before. */
    void deepen(int requests) {
        depth = Math.max(depth, Math.min(requests, MOST_DEPTH));
        for (int surplus = open - limit(); surplus > 0 && !idle.isEmpty(); surplus--) {
            idle.remove().close();
        }
    }

    /** A connection has sent it. */
    void sent(Exchange exchange) {
        sent++;
        sentBytes += exchange.bytes();
    }

    /** It has been answered, or lost. */
    void done(Exchange exchange) {
        sent--;
        sentBytes -= exchange.bytes();
        completeIfQuiet();
    }

    /** Whether the server has so much to read that nothing more is sent behind it. */
    boolean isLaden() {
        return sentBytes >= MOST_BYTES;
    }

    private void completeIfQuiet() {
        if (closed && sent == 0) {
            quiet.complete(null);
        }
    }

    /** Whether the last attempt to connect failed, or the server is leaving. */
    boolean isRefused() {
        return refused || leaving;
    }

    /** The server closes connections on its own: it is leaving, as far as is known. */
    void avoid() {
        leaving = true;
    }

    /** Lets the next request try again to connect. */
    void forgive() {
        refused = false;
        leaving = false;
    }

    void limitConnections(int limit) {
        connectionLimit = limit;
    }

    /** Sends it now or when a connection comes free, or fails its try. */
    void submit(Exchange exchange) {
        if (closed) {
            exchange.failTry(NotExecuted.UNAVAILABLE, "closed");
            return;
        }
        ClientConnection free = free();
        if (free != null) {
            if (free.underWay() > 0 && open < limit() && connecting() == 0 && !refused) {
                prepare(open + 1);
            }
            idle.removeLastOccurrence(free);
            free.send(exchange);
        } else if (waiting.size() - connecting() < waitingLimit) {
            waiting.add(exchange);
            connectMore();
        } else {
            exchange.failTry(NotExecuted.BUSY, "too many requests wait");
        }
    }

    /**
     * Asks the server how many requests it takes at a time on a connection, and then connects in advance.
     *
     * @param count connections to have; fewer if each takes many requests
     * @return completes when they are there, or one was refused
     */
    CompletionStage<Void> greet(Deadlines deadlines, int count) {
        CompletableFuture<Void> greeted = new CompletableFuture<>();
        new Greeting(this, alive -> greeted.complete(null)).start(deadlines);
        return greeted.thenCompose(done -> prepare(count));
    }

    /**
     * Connects in advance, as far as the limit allows.
     *
     * @param count connections to have; fewer if each takes many requests
     * @return completes when they are there, or one was refused
     */
    CompletionStage<Void> prepare(int count) {
        ahead = Math.max(0, Math.min(count, limit()) - open);
        ready = ready.isDone() ? new CompletableFuture<>() : ready;
        connectMore();
        return ready.minimalCompletionStage();
    }

    /**
     * A few at a time: who comes meanwhile is served by the first that is connected or comes free. To connect for each of many that come at
     * once would keep the server busy with that alone.
     */
    private void connectMore() {
        while (!closed && open < limit() && connecting() < CONNECTING && (connecting() < waiting.size() || ahead > 0)) {
            connect();
        }
        if (connecting() == 0 && (ahead == 0 || closed)) {
            ready.complete(null);
        }
    }

    private void connect() {
        open++;
        ahead = Math.max(0, ahead - 1); // tried once: who closes at once is not asked for ever
        bootstrap.connect().addListener((ChannelFuture connected) -> {
            refused = !connected.isSuccess();
            if (refused) {
                open--;
                ahead = 0;
                Exchange failed = waiting.poll();
                if (failed != null) {
                    failed.failTry(NotExecuted.UNAVAILABLE, "cannot connect to " + address);
                }
                connected.channel().eventLoop().execute(this::connectMore);
            } else {
                ClientConnection connection = connected.channel().pipeline().get(ClientConnection.class);
                connections.add(connection);
                free(connection);
                connectMore();
            }
        });
    }

    private @Nullable ClientConnection free() {
        if (depth > 1) {
            return leavingOrLeastBusy();
        }
        while (!idle.isEmpty() && !idle.getLast().isOpen()) {
            idle.removeLast();
        }
        return idle.peekLast();
    }

    private @Nullable ClientConnection leavingOrLeastBusy() {
        ClientConnection least = null;
        for (ClientConnection one : connections) {
            if (one.takesMore()) {
                if (one.isLeaving()) {
                    return one;
                }
                least = least == null || one.underWay() < least.underWay() ? one : least;
            }
        }
        return least;
    }

    /** An exchange that waits no longer. */
    void forget(Exchange exchange) {
        waiting.remove(exchange);
    }

    /** A connection has its answer and can take the next request. */
    void free(ClientConnection connection) {
        if (!connection.isOpen()) {
            return; // it will be gone in a moment, and whoever waits is served then
        }
        sendWaiting(connection);
        if (connection.underWay() > 0) {
            return;
        }
        if (closed || open > limit()) {
            connection.close();
        } else {
            idle.add(connection);
        }
    }

    private void sendWaiting(ClientConnection connection) {
        while (connection.takesMore()) {
            Exchange next = waiting.poll();
            if (next == null) {
                return;
            }
            connection.send(next);
        }
    }

    /** A connection is no more. */
    void gone(ClientConnection connection) {
        if (connections.remove(connection)) {
            idle.remove(connection);
            open--;
            connectMore();
        }
    }

    /** Closes connections that have been idle for so long: sooner than a server would, which could cross with a request. */
    void closeIdle(long nowNanos, long nanos) {
        for (ClientConnection oldest = idle.peek(); oldest != null; oldest = idle.peek()) {
            if (nowNanos - oldest.freeSinceNanos() < nanos) {
                return;
            }
            idle.remove();
            oldest.close();
        }
    }

    /** Takes nothing new; what waits tries elsewhere; what is under way is answered, and each connection closed after that. */
    void retire() {
        closed = true;
        failWaiting();
        idle.forEach(ClientConnection::close);
        idle.clear();
        completeIfQuiet();
    }

    /** Completes when it takes nothing new, and nothing is under way. */
    CompletionStage<Void> quiet() {
        return quiet.minimalCompletionStage();
    }

    /** Closes all connections; what is under way is lost. */
    void close() {
        retire();
        Set.copyOf(connections).forEach(connection -> connection.abort("the client was closed"));
    }

    private void failWaiting() {
        for (Exchange next = waiting.poll(); next != null; next = waiting.poll()) {
            next.failTry(NotExecuted.UNAVAILABLE, "closed");
        }
    }
}
