package dev.onsale.xmlrpc;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** A server behind a balancer: the connections to it, and what is known of its health. Of the event loop, but for the counters. */
final class Backend {
    private static final int CONNECTIONS = 1024;
    private static final int WAITING = 8192;

    private final HttpPool pool;

    /** A connection of its own, so that a probe never waits behind purchases. */
    private final HttpPool probes;

    private boolean probing;
    private boolean probeFailed;

    /** A name that is still being looked up: requests had better go to those that are found already. */
    private boolean isUnknown;

    private final LongAdder forwarded = new LongAdder();
    private final LongAdder failed = new LongAdder();

    Backend(EventLoop loop, Address address) {
        isUnknown = !address.isLiteral();
        pool = new HttpPool(loop, address, CONNECTIONS, WAITING, Servers.RESPONSE_BYTES);
        probes = new HttpPool(loop, address, 1, 1, 1 << 16);
    }

    /** Where its next request goes. */
    HttpPool pool() {
        return pool;
    }

    /** Requests under way or waiting. */
    int outstanding() {
        return pool.outstanding();
    }

    /** It can be connected to, as far as is known, and answers. */
    boolean isHealthy() {
        return !probeFailed && !isUnknown && !pool.isRefused();
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
        pool.closeIdle(System.nanoTime(), Servers.IDLE_NANOS);
        if (!probing) {
            probing = true;
            new Greeting(probes, this::probed).start(deadlines);
        }
    }

    private void probed(boolean alive) {
        probing = false;
        probeFailed = !alive;
        isUnknown = isUnknown && !alive;
        if (!alive) {
            pool.closeIdle(System.nanoTime(), 0); // who is leaving waits for that
        } else {
            pool.forgive();
            pool.deepen(probes.depth());
            if (pool.depth() > 1) {
                var unused = pool.prepare(CONNECTIONS);
            }
        }
    }

    /**
     * Nothing new goes there; what is under way is answered.
     *
     * @return completes when nothing is under way any more
     */
    CompletionStage<Void> retire() {
        probes.close();
        pool.retire();
        return pool.quiet();
    }

    /** Closes all connections; what is under way is lost. */
    void close() {
        probes.close();
        pool.close();
    }
}
