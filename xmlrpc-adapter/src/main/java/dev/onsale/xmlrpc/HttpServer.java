package dev.onsale.xmlrpc;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** An HTTP/1.1 server for POSTs of XML, on an event loop that its owner ends; bounded in every way that {@link Limits} names. */
final class HttpServer {
    /** Decides requests; called on the event loop. */
    interface Handler {
        /** Takes the body over, and answers now or later. */
        void handle(ByteBuf body, Reply reply);
    }

    private static final long LONGEST_SWEEP_MILLIS = 1000;

    private final EventLoop loop;
    private final Limits limits;
    private final Handler handler;
    private final String greeting;
    private final Channel listening;
    private final Address address;
    private final Future<?> sweeps;

    // Of the event loop.
    private final Set<ServerConnection> connections = new HashSet<>();
    private long nowNanos = System.nanoTime();
    private final ArrayDeque<ServerConnection> unflushed = new ArrayDeque<>();
    private int bufferedBytes;
    private boolean draining;
    private final HeadMemo.Shared knownHeads = new HeadMemo.Shared();

    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /**
     * Listens.
     *
     * @param greeting what a browser gets at {@code /}
     * @throws IOException the address is taken, or not of this machine
     */
    HttpServer(EventLoop loop, Address at, Limits limits, Handler handler, String greeting) throws IOException {
        this.loop = loop;
        this.limits = limits;
        this.handler = handler;
        this.greeting = greeting;
        var bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        new ServerConnection(HttpServer.this, channel).start();
                    }
                })
                .bind(new InetSocketAddress(at.host(), at.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + at + ": " + bound.cause().getMessage(), bound.cause());
        }
        listening = bound.channel();
        address = at.withPort(((InetSocketAddress) listening.localAddress()).getPort());
        long shortestMillis =
                Math.min(limits.request().toMillis(), limits.idle().toMillis());
        sweeps = Loops.every(loop, Math.max(1, Math.min(shortestMillis / 4, LONGEST_SWEEP_MILLIS)), this::sweep);
    }

    /** Where it listens: as asked, with the port filled in. */
    Address address() {
        return address;
    }

    /** Connections accepted, requests handed to the handler, requests refused before that. Any thread. */
    Map<String, Long> counters() {
        return Map.of("connections", accepted.sum(), "requests", requests.sum(), "refused", refused.sum());
    }

    /** Accepts nothing new, answers what it took, and closes all connections; those that are left after this time, too. */
    void drain(Duration atMost) {
        Loops.run(loop, () -> {
            draining = true;
            var unused = listening.close();
            Set.copyOf(connections).forEach(ServerConnection::closeIfIdle);
            completeIfDrained();
        });
        if (loop.isShuttingDown()) {
            return;
        }
        try {
            drained.get(loop.inEventLoop() ? 0 : atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            // What is left is closed below.
        }
        close();
    }

    /** Lets go of address and connections at once; what is under way stays unanswered. */
    void close() {
        sweeps.cancel(false);
        Loops.run(loop, () -> {
            var unused = listening.close();
            Set.copyOf(connections).forEach(ServerConnection::abort);
        });
    }

    private void sweep() {
        nowNanos = System.nanoTime();
        Set.copyOf(connections).forEach(ServerConnection::sweep);
    }

    private void completeIfDrained() {
        if (draining && connections.isEmpty()) {
            drained.complete(null);
        }
    }

    // What follows is for its connections, on the event loop.

    Limits limits() {
        return limits;
    }

    HeadMemo.Shared knownHeads() {
        return knownHeads;
    }

    String greeting() {
        return greeting;
    }

    /** The time at the last sweep: good enough to find the slow, and free. */
    long nowNanos() {
        return nowNanos;
    }

    boolean isDraining() {
        return draining;
    }

    /** Whether there is room for one more. */
    boolean opened(ServerConnection connection) {
        accepted.increment();
        if (draining || connections.size() >= limits.connections()) {
            return false;
        }
        return connections.add(connection);
    }

    void closed(ServerConnection connection) {
        connections.remove(connection);
        completeIfDrained();
    }

    /** Whether so many more bytes of bodies may be held; negative ones give back. */
    boolean buffer(int bytes) {
        if (bytes > limits.bufferedBytes() - bufferedBytes) {
            return false;
        }
        bufferedBytes += bytes;
        return true;
    }

    /** When the loop has done what it is at: so the answers that come together leave together. */
    void flushSoon(ServerConnection connection) {
        unflushed.add(connection);
        if (unflushed.size() == 1) {
            loop.execute(this::flush);
        }
    }

    private void flush() {
        while (!unflushed.isEmpty()) {
            unflushed.remove().flush();
        }
    }

    void handle(ByteBuf body, Reply reply) {
        requests.increment();
        handler.handle(body, reply);
    }

    void refused(HttpResponseStatus status) {
        if (status.code() >= 400) {
            refused.increment();
        }
    }
}
