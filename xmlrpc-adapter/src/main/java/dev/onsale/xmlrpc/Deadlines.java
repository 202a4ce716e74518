package dev.onsale.xmlrpc;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Ends exchanges that take too long. All have the same time, so they expire in the order in which they came: a queue and one timer do,
 * and nothing is cancelled. What has ended behind one that has not is cleared away when it is the greater part. Of the event loop.
 */
final class Deadlines {
    private final EventLoop loop;
    private final long nanos;
    private static final int FEW = 1024;

    private final ArrayDeque<Exchange> watched = new ArrayDeque<>();
    private int crowd = FEW;
    private boolean armed;

    Deadlines(EventLoop loop, Duration each) {
        this.loop = loop;
        this.nanos = each.toNanos();
    }

    /** Starts the exchange's time, and says when it ends. */
    long watch(Exchange exchange) {
        while (!watched.isEmpty() && watched.peek().isDone()) {
            watched.remove();
        }
        if (watched.size() >= crowd) {
            watched.removeIf(Exchange::isDone);
            crowd = Math.max(FEW, 2 * watched.size());
        }
        watched.add(exchange);
        arm(nanos);
        return System.nanoTime() + nanos;
    }

    private void arm(long delayNanos) {
        if (!armed) {
            armed = true;
            var unused = loop.schedule(this::expire, delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private void expire() {
        armed = false;
        long now = System.nanoTime();
        for (Exchange first = watched.peek(); first != null; first = watched.peek()) {
            if (!first.isDone() && first.expiresNanos() - now > 0) {
                arm(first.expiresNanos() - now);
                return;
            }
            watched.remove();
            if (!first.isDone()) {
                first.expire();
            }
        }
    }

    /** Exchanges that it holds, ended or not. */
    int size() {
        return watched.size();
    }
}
