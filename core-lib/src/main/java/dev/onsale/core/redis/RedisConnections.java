package dev.onsale.core.redis;

import dev.onsale.core.StoreException;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisAuthRequiredException;
import org.redisson.client.RedisWrongPasswordException;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/**
 * Opens Redisson clients as the strategies like them: few threads and connections, and no command repeated when its reply is lost. The
 * strategies work with any other client as well; they never let it repeat what sells.
 */
public final class RedisConnections {
    /** Below ten, Redisson lets commands share a connection without waiting for one another's replies. */
    private static final int CONNECTIONS = 4;

    /** A busy machine takes its time to shake hands; a dead one refuses at once. */
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private static final int REPLY_TIMEOUT_MILLIS = 3_000;
    private static final int TRIES = 3;
    private static final int PAUSE_MILLIS = 200;

    /** {@code lock} waits on a channel a lock, four to a numbered sale: there is room for hundreds of sales on one connection. */
    private static final int SUBSCRIPTIONS = 2_000;

    private RedisConnections() {}

    /**
     * Connects: up to three times, unless the server answers and refuses. Blocks for half a minute at the most, when nothing answers at
     * all. Whoever opens a client closes it, with {@link #close}.
     *
     * @param server {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://} for TLS
     * @throws IllegalArgumentException the address is no such thing
     * @throws StoreException nobody answers there, or not to these credentials
     */
    public static RedissonClient open(URI server) {
        return open(RedisServer.of(server), config -> config.setNettyThreads(2));
    }

    /**
     * As {@link #open(URI)}, on this thread, which other channels may share: what they hand to each other is handed over at once. Closing
     * it stays with the caller, after the client. Nothing on it may wait for the client.
     */
    public static RedissonClient open(URI server, EventLoop thread) {
        return open(RedisServer.of(server), config -> config.setEventLoopGroup(thread));
    }

    private static RedissonClient open(RedisServer server, Consumer<Config> threads) {
        for (int attempt = 1; ; attempt++) {
            try {
                Config config = config(server);
                threads.accept(config);
                return Redisson.create(config);
            } catch (RuntimeException e) {
                boolean again = attempt < TRIES && Failures.isNoConnection(e) && !refusesUs(innermost(e));
                if (!again || !pause(attempt * PAUSE_MILLIS)) {
                    throw new StoreException("cannot use Redis at " + server + ": " + reason(e), e);
                }
            }
        }
    }

    /** False when this thread was interrupted, and is still. */
    private static boolean pause(int millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Closes the client and its threads; what is under way is cut off. Blocks shortly. Idempotent. */
    public static void close(RedissonClient client) {
        client.shutdown(0, 2, TimeUnit.SECONDS);
    }

    private static Config config(RedisServer server) {
        Config config = new Config().setCodec(StringCodec.INSTANCE).setThreads(2);
        config.setReferenceEnabled(false);
        config.setTcpNoDelay(true);
        config.useSingleServer()
                .setAddress(server.toString())
                .setDatabase(server.database())
                .setConnectionPoolSize(CONNECTIONS)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(2)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setSubscriptionsPerConnection(SUBSCRIPTIONS)
                .setDnsMonitoringInterval(-1)
                .setRetryAttempts(0)
                .setTimeout(REPLY_TIMEOUT_MILLIS)
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        server.user().ifPresent(config::setUsername);
        server.password().ifPresent(config::setPassword);
        return config;
    }

    private static String reason(Throwable failure) {
        Throwable cause = innermost(failure);
        return refusesUs(cause) ? "it refuses these credentials" : firstSentence(cause.getMessage(), cause);
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean refusesUs(Throwable cause) {
        return cause instanceof RedisAuthRequiredException || cause instanceof RedisWrongPasswordException;
    }

    private static String firstSentence(@Nullable String message, Throwable cause) {
        return message == null ? cause.getClass().getSimpleName() : message.split("\\. |: /", 2)[0];
    }
}
