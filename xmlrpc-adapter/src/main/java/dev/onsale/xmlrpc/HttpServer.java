package dev.onsale.xmlrpc;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
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
import java.util.Comparator;
import java.util.LinkedHashSet;
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

    private static final int FIRST_READ = 2048;
    private static final long LONGEST_SWEEP_MILLIS = 1000;

    /** For as long as this a server that leaves goes on serving: a balancer asks twice meanwhile how it is, and hears it. */
    private static final long NOTICE_MILLIS = 1250;

    /** Who then asks nothing for as long as this is hung up on. */
    private static final long LOOK_MILLIS = 250;

    /** A client whose connection was closed with its last answer may be about to open another one. */
    private static final long QUIET_MILLIS = 100;

    /** For who is refused at once: to take note of it, before the connection is reset by what it sent. */
    private static final long FAREWELL_MILLIS = 1000;

    private final EventLoop loop;
    private final Limits limits;
    private final Handler handler;
    private final String greeting;
    private final Channel listening;
    private final Address address;
    private final Future<?> sweeps;

    // Of the event loop.
    private final Set<ServerConnection> connections = new LinkedHashSet<>();
    private long nowNanos = System.nanoTime();
    private final ArrayDeque<ServerConnection> unflushed = new ArrayDeque<>();
    private int bufferedBytes;

    /** Bytes of answers that clients have not read, as far as this machine knows. */
    private long unreadBytes;

    /** Requests that are not answered. */
    private int underWay;

    /** Connections with such. */
    private int asking;

    private boolean draining;
    private boolean noticeGiven;
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
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(FIRST_READ, FIRST_READ, limits.mostRead()))
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

    /**
     * Leaves in such a way that nobody loses an answer. Each connection hears with an answer that it is the last one, and who asks for a
     * sign of life that this server is leaving. When all have closed, or have had time to learn of it, nothing new is taken; what was
     * asked by then is answered. Connections that are left after this time are closed.
     */
    void drain(Duration atMost) {
        Loops.run(loop, () -> {
            draining = true;
            connections.forEach(ServerConnection::announceLeaving);
            completeIfDrained();
            var unused = loop.schedule(this::endNotice, NOTICE_MILLIS, TimeUnit.MILLISECONDS);
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

    private void endNotice() {
        noticeGiven = true;
        Set.copyOf(connections).forEach(ServerConnection::leaveIfIdle);
        completeIfDrained();
        if (!drained.isDone()) {
            var unused = loop.schedule(this::endNotice, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
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
        if (!draining || !connections.isEmpty()) {
            return;
        }
        long before = accepted.sum();
        if (before == 0) {
            drained.complete(null);
            return;
        }
        var unused = loop.schedule(
                () -> {
                    if (connections.isEmpty() && accepted.sum() == before) {
                        drained.complete(null);
                    }
                },
                QUIET_MILLIS,
                TimeUnit.MILLISECONDS);
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

    /** Whether it takes nothing any more. */
    boolean hasLeft() {
        return noticeGiven;
    }

    /** Whether there is room for one more, or is now. */
    boolean opened(ServerConnection connection) {
        accepted.increment();
        if (noticeGiven) {
            return false;
        }
        if (connections.size() >= limits.connections()) {
            closeTheIdlest();
        }
        return connections.size() < limits.connections() && connections.add(connection);
    }

    /** Who has nothing to ask for the longest time makes room for who comes. */
    private void closeTheIdlest() {
        ServerConnection idlest = null;
        for (ServerConnection one : connections) {
            if (one.isIdle() && (idlest == null || isIdler(one, idlest))) {
                idlest = one;
            }
        }
        if (idlest != null) {
            connections.remove(idlest);
            idlest.abort();
        }
    }

    private static boolean isIdler(ServerConnection one, ServerConnection other) {
        return one.isLeaving() == other.isLeaving() ? one.sinceNanos() - other.sinceNanos() < 0 : one.isLeaving();
    }

    void closed(ServerConnection connection) {
        connections.remove(connection);
        completeIfDrained();
    }

    /**
     * Whether so many more bytes of a body may be held; negative ones give back. Large bodies cannot take the last quarter of the room, so
     * that whoever buys a ticket finds some.
     *
     * @param whole bytes of that body so far, these included
     */
    boolean buffer(int bytes, int whole) {
        int limit = limits.bufferedBytes() - (whole > Limits.SMALL_BODY ? limits.bufferedBytes() / 4 : 0);
        if (bytes > 0 && bytes > limit - bufferedBytes) {
            return false;
        }
        bufferedBytes += bytes;
        return true;
    }

    /** A connection has asked. */
    void asked(boolean first) {
        underWay++;
        asking += first ? 1 : 0;
    }

    /** A connection has so many of its answers, or is gone. */
    void answered(int count, boolean all) {
        underWay -= count;
        asking -= all ? 1 : 0;
    }

    /**
     * Whether a connection that has requests under way may have one more: fewer when many connections have some, so that none waits behind
     * all that another asks.
     *
     * @param bytes of the bodies of those that it has
     */
    boolean hasShare(int requests, int bytes) {
        return underWay < limits.underWay()
                && requests < ServerConnection.PIPELINE
                && requests * asking < limits.underWay()
                && 2L * bytes * asking <= limits.bufferedBytes();
    }

    /** More bytes of answers are not read, or fewer. Who reads the least is hung up on when they are too many. */
    void unread(long more) {
        unreadBytes += more;
        if (more > 0 && unreadBytes > limits.bufferedBytes()) {
            connections.stream()
                    .max(Comparator.comparingLong(ServerConnection::unreadBytes))
                    .ifPresent(ServerConnection::abort);
        }
    }

    /** When the loop has done what it is at: so the answers that come together leave together. */
    void flushSoon(ServerConnection connection) {
        unflushed.add(connection);
        if (unflushed.size() == 1) {
            loop.execute(this::flush);
        }
    }

    private void flush() {
        for (int due = unflushed.size(); due > 0; due--) {
            unflushed.remove().flush();
        }
        if (!unflushed.isEmpty()) { // who went on asking takes its turn behind the others
            loop.execute(this::flush);
        }
    }

    void handle(ByteBuf body, Reply reply) {
        requests.increment();
        handler.handle(body, reply);
    }

    /** Closes a connection that it did not count, a little later. */
    void closeSoon(Channel channel) {
        var unused = loop.schedule(
                () -> {
                    var unusedToo = channel.close();
                },
                FAREWELL_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    void refused(HttpResponseStatus status) {
        if (status.code() >= 400) {
            refused.increment();
        }
    }
}
