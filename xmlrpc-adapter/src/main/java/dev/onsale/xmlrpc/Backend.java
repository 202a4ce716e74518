package dev.onsale.xmlrpc;

import dev.onsale.core.Outcome.NotExecuted;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A server behind a balancer: the connections to it, and what is known of its health. Of the event loop, but for the counters. */
final class Backend {
    private static final int CONNECTIONS = 1024;
    private static final int WAITING = 8192;
    private static final int PIPELINES = 2;
    private static final int PIPELINE = 64;

    private final HttpPool single;

    /** For a server of ours, which answers in order: many requests leave, and many answers come, in one system call. */
    private final HttpPool pipelines;

    private HttpPool pool;

    /** A connection of its own, so that a probe never waits behind purchases. */
    private final HttpPool probes;

    private boolean probing;
    private boolean probeFailed;
    private final LongAdder forwarded = new LongAdder();
    private final LongAdder failed = new LongAdder();

    Backend(EventLoop loop, Address address) {
        single = new HttpPool(loop, address, CONNECTIONS, WAITING, Servers.RESPONSE_BYTES);
        pipelines = new HttpPool(loop, address, PIPELINES, WAITING, Servers.RESPONSE_BYTES, PIPELINE);
        pool = single;
        probes = new HttpPool(loop, address, 1, 1, 1 << 16);
    }

    /** Where its next request goes. */
    HttpPool pool() {
        return pool;
    }

    /** Requests under way or waiting. */
    int outstanding() {
        return single.outstanding() + pipelines.outstanding();
    }

    /** It can be connected to, as far as is known, and answers. */
    boolean isHealthy() {
        return !probeFailed && !single.isRefused() && !pipelines.isRefused();
    }

    /** Requests answered, whatever the answer. Any thread. */
    LongAdder forwarded() {
        return forwarded;
    }

    /** Requests sent, or tried to, and not answered. Any thread. */
    LongAdder failed() {
        return failed;
    }

    /** Asks it for a sign of life, unless the last question is still open; and closes idle connections. */
    void probe(Deadlines deadlines) {
        single.closeIdle(System.nanoTime(), Servers.IDLE_NANOS);
        pipelines.closeIdle(System.nanoTime(), Servers.IDLE_NANOS);
        if (!probing) {
            probing = true;
            new Probe().start(deadlines);
        }
    }

    private static boolean startsWith(ByteBuf response, String begin) {
        return response.readableBytes() >= begin.length()
                && response.toString(response.readerIndex(), begin.length(), StandardCharsets.US_ASCII)
                        .equals(begin);
    }

    private void probed(boolean alive) {
        probing = false;
        probeFailed = !alive;
        if (alive) {
            single.forgive();
            pipelines.forgive();
        }
    }

    /** Nothing new goes there; what is under way is answered. */
    void retire() {
        single.retire();
        pipelines.retire();
        probes.close();
    }

    private final class Probe extends Exchange {
        Probe() {
            super("GET", Unpooled.EMPTY_BUFFER);
        }

        @Override
        @Nullable
        HttpPool next(int failedTries) {
            return failedTries == 0 ? probes : null;
        }

        @Override
        void answered(int status, ByteBuf response) {
            boolean ours = status == 200 && startsWith(response, HttpServer.GREETING);
            pool = ours ? pipelines : single;
            if (ours) {
                var unused = pipelines.prepare(PIPELINES);
            }
            probed(status < 500);
        }

        @Override
        void notSent(NotExecuted reason, String cause) {
            probed(false);
        }

        @Override
        void lost(String cause) {
            probed(false);
        }
    }
}
