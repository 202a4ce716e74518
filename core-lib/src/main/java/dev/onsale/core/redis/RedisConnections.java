package dev.onsale.core.redis;

import dev.onsale.core.StoreException;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.concurrent.TimeUnit;
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

    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final int REPLY_TIMEOUT_MILLIS = 3_000;

    private RedisConnections() {}

    /**
     * Connects. Blocks for a few seconds at the most. Whoever opens a client closes it, with {@link #close}.
     *
     * @param server {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://} for TLS
     * @throws IllegalArgumentException the address is no such thing
     * @throws StoreException nobody answers there, or not to these credentials
     */
    public static RedissonClient open(URI server) {
        return open(config(server).setNettyThreads(2), server);
    }

    /**
     * As {@link #open(URI)}, on this thread, which other channels may share: what they hand to each other is handed over at once. Closing it
     * stays with the caller, after the client. Nothing on it may wait for the client.
     */
    public static RedissonClient open(URI server, EventLoop thread) {
        return open(config(server).setEventLoopGroup(thread), server);
    }

    private static RedissonClient open(Config config, URI server) {
        try {
            return Redisson.create(config);
        } catch (RuntimeException e) {
            throw new StoreException("cannot use Redis at " + withoutCredentials(server) + ": " + reason(e), e);
        }
    }

    /** Closes the client and its threads; what is under way is cut off. Blocks shortly. Idempotent. */
    public static void close(RedissonClient client) {
        client.shutdown(0, 2, TimeUnit.SECONDS);
    }

    private static Config config(URI server) {
        String scheme = server.getScheme();
        if (!("redis".equals(scheme) || "rediss".equals(scheme)) || server.getHost() == null) {
            throw new IllegalArgumentException("a Redis server must be redis://[[user]:password@]host[:port][/database]"
                    + (server.toString().contains("@") ? "" : ", not " + server));
        }
        Config config = new Config().setCodec(StringCodec.INSTANCE).setThreads(2);
        config.setReferenceEnabled(false);
        config.setTcpNoDelay(true);
        config.useSingleServer()
                .setAddress(withoutCredentials(server))
                .setDatabase(database(server))
                .setConnectionPoolSize(CONNECTIONS)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(2)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setDnsMonitoringInterval(-1)
                .setRetryAttempts(0)
                .setTimeout(REPLY_TIMEOUT_MILLIS)
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        String credentials = server.getUserInfo();
        if (credentials != null) {
            int colon = credentials.indexOf(':');
            String user = colon < 0 ? credentials : credentials.substring(0, colon);
            if (!user.isEmpty()) {
                config.setUsername(user);
            }
            if (colon >= 0) {
                config.setPassword(credentials.substring(colon + 1));
            }
        }
        return config;
    }

    private static int database(URI server) {
        String path = server.getPath();
        if (path.isEmpty() || path.equals("/")) {
            return 0;
        }
        try {
            return Integer.parseUnsignedInt(path.substring(1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a Redis database must be a number: " + path, e);
        }
    }

    private static String withoutCredentials(URI server) {
        int port = server.getPort() < 0 ? 6379 : server.getPort();
        return server.getScheme() + "://" + server.getHost() + ":" + port;
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        for (Throwable next = failure; next != null; next = next.getCause()) {
            cause = next;
        }
        if (cause instanceof RedisAuthRequiredException || cause instanceof RedisWrongPasswordException) {
            return "it refuses these credentials";
        }
        return firstSentence(cause.getMessage(), cause);
    }

    private static String firstSentence(@Nullable String message, Throwable cause) {
        return message == null ? cause.getClass().getSimpleName() : message.split("\\. |: /", 2)[0];
    }
}
