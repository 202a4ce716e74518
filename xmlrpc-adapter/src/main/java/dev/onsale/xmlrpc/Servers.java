package dev.onsale.xmlrpc;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The servers that a client's requests go to. Of the event loop. */
interface Servers {
    /** Requests that may wait for a connection to one server. */
    int WAITING = 16_384;

    /** Of a response; a full multicall's answers take a fifth of it. */
    int RESPONSE_BYTES = 4 << 20;

    /** Sooner than our servers close idle connections. */
    long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** The pool for the next try of a request; null after so many failed ones. */
    @Nullable
    HttpPool next(int failedTries);

    /** For greetings. */
    Duration GREETING = Duration.ofSeconds(3);

    /** Greets the servers, and connects in advance, so many in all; completes when that is done, or is no use. */
    CompletionStage<?> prepare(int connections);

    /** Closes all connections. */
    void close();

    /** One server. */
    static Servers of(EventLoop loop, Address address, int connections) {
        HttpPool pool = new HttpPool(loop, address, connections, WAITING, RESPONSE_BYTES);
        Future<?> sweeps = Loops.every(loop, 1000, () -> pool.closeIdle(System.nanoTime(), IDLE_NANOS));
        return new Servers() {
            @Override
            public @Nullable HttpPool next(int failedTries) {
                return failedTries == 0 ? pool : null;
            }

            @Override
            public CompletionStage<?> prepare(int count) {
                return pool.greet(new Deadlines(loop, GREETING), count);
            }

            @Override
            public void close() {
                sweeps.cancel(false);
                pool.close();
            }
        };
    }
}
