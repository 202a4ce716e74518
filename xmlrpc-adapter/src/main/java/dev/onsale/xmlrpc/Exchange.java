package dev.onsale.xmlrpc;

import dev.onsale.core.Outcome.NotExecuted;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and what becomes of it: exactly one of the three ends is called. As long as no byte of it can have left it may try
 * one server after another. It leaves a second time only when it is known that the server to which it went first did not execute it. Of the
 * event loop, all of it.
 */
abstract class Exchange {
    private final String method;
    private final ByteBuf body;
    private final int bytes;
    private final Object asker;
    private int failedTries;
    private boolean done;

    /** Where it waits, until it has been sent. */
    private @Nullable HttpPool pool;

    /** Where it was sent. */
    private @Nullable ClientConnection connection;

    private long expiresNanos;
    private boolean expired;

    /**
     * Takes the body over.
     *
     * @param asker who asks; of the requests that wait for a connection those of one asker leave in their order, and askers take turns
     */
    Exchange(String method, ByteBuf body, Object asker) {
        this.method = method;
        this.body = body;
        this.bytes = body.readableBytes();
        this.asker = asker;
    }

    /** Where to try next, after so many tries that failed before anything was sent; null if nowhere. */
    abstract @Nullable HttpPool next(int failedTries);

    /** The response, in full. The bytes are gone when this returns, unless retained. */
    abstract void answered(int status, ByteBuf response);

    /** No byte of the request has left. */
    abstract void notSent(NotExecuted reason, String cause);

    /** It may have arrived, or not. */
    abstract void lost(String cause);

    final void start(Deadlines deadlines) {
        expiresNanos = deadlines.watch(this);
        tryNext(NotExecuted.UNAVAILABLE, "there is no server");
    }

    /** A pool could not send it. */
    final void failTry(NotExecuted reason, String cause) {
        failedTries++;
        tryNext(reason, cause);
    }

    private void tryNext(NotExecuted reason, String cause) {
        if (done) {
            return;
        }
        pool = next(failedTries);
        if (pool == null) {
            endUnsent(reason, cause);
        } else {
            pool.submit(this);
        }
    }

    /** Gives up, unless it has been sent. */
    final void endUnsent(NotExecuted reason, String cause) {
        if (!done && connection == null) {
            end();
            notSent(reason, cause);
        }
    }

    private void end() {
        done = true;
        body.release();
    }

    /** The body, to be written, and to stay as it is: from here on nothing proves that it did not leave. */
    final ByteBuf send(ClientConnection by) {
        if (connection != null || done) {
            throw new IllegalStateException("a request leaves at most once");
        }
        pool = null;
        connection = by;
        return body;
    }

    /** The server to which it went has said that it would not execute it. */
    final void takeBack(String cause) {
        connection = null;
        failTry(NotExecuted.UNAVAILABLE, cause);
    }

    final void endAnswered(int status, ByteBuf response) {
        if (!done) {
            end();
            answered(status, response);
        }
    }

    final void endLost(String cause) {
        if (!done) {
            end();
            lost(cause);
        }
    }

    /** The deadline has passed. */
    final void expire() {
        expired = true;
        if (connection != null) {
            connection.expire(this);
        } else {
            if (pool != null) {
                pool.forget(this);
            }
            endUnsent(NotExecuted.BUSY, "no connection by the deadline");
        }
    }

    final String method() {
        return method;
    }

    /** Of its body. */
    final int bytes() {
        return bytes;
    }

    final Object asker() {
        return asker;
    }

    final boolean isDone() {
        return done;
    }

    /** Whether the deadline is what ended it. */
    final boolean isExpired() {
        return expired;
    }

    final long expiresNanos() {
        return expiresNanos;
    }
}
