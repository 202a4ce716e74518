package dev.onsale.xmlrpc;

import dev.onsale.core.Outcome.NotExecuted;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks a server for a sign of life. One of ours tells by it how many requests it takes at a time on a connection, which its pool then knows. */
final class Greeting extends Exchange {
    private final HttpPool pool;
    private final Consumer<Boolean> heard;

    /** @param heard is told whether it answered, and not that it is broken */
    Greeting(HttpPool pool, Consumer<Boolean> heard) {
        super("GET", Unpooled.EMPTY_BUFFER, pool);
        this.pool = pool;
        this.heard = heard;
    }

    @Override
    @Nullable
    HttpPool next(int failedTries) {
        return failedTries == 0 ? pool : null;
    }

    @Override
    void answered(int status, ByteBuf response) {
        heard.accept(status < 500);
    }

    @Override
    void notSent(NotExecuted reason, String cause) {
        heard.accept(false);
    }

    @Override
    void lost(String cause) {
        heard.accept(false);
    }
}
