package dev.onsale.harness.backend;

import dev.onsale.core.redis.RedisServer;
import dev.onsale.harness.process.Processes;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;

/** The store of a run: an embedded Redis, or a given one. */
public final class RedisBackend {
    private static final List<String> SCHEMES = List.of("redis", "rediss");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int TRIES = 3;
    private static final int PAUSE_MILLIS = 200;

    private RedisBackend() {}

    /**
     * Checks an option before anything is started.
     *
     * @throws IllegalArgumentException {@code where} is neither {@code auto}, {@code embedded} nor an address
     */
    public static void check(String where) {
        if (!where.equals("auto") && !where.equals("embedded")) {
            RedisServer.of(Addresses.parse("--redis", where, SCHEMES));
        }
    }

    /**
     * Starts or reaches a Redis server, and returns when it answers.
     *
     * @param where {@code auto}, {@code embedded} or an address, as on the command line
     * @param durability of an embedded server; a given one keeps its own settings
     * @throws IllegalArgumentException {@code where} is none of these
     * @throws IOException it does not start or answer; the message is one sentence for people, without credentials
     */
    public static Backend open(String where, Durability durability, Processes processes) throws IOException {
        if (where.equals("auto") || where.equals("embedded")) {
            return EmbeddedRedis.start(durability, processes, Ports::free);
        }
        return given(Addresses.parse("--redis", where, SCHEMES));
    }

    /**
     * A server that somebody else keeps, once it has answered and can keep a sale.
     *
     * @throws IllegalArgumentException the address is none of a Redis server
     * @throws IOException it does not answer, or cannot; the message is one sentence for people, without credentials
     */
    public static Backend given(URI uri) throws IOException {
        String where = Addresses.hostAndPort(uri);
        for (int attempt = 1; ; attempt++) {
            try {
                String version = RedisProbe.fit(uri, PATIENCE).getOrDefault("redis_version", "of unknown version");
                return new GivenServer("Redis", version, uri);
            } catch (RedisProbe.RefusedException e) {
                throw new IOException("the Redis server at " + where + " refuses to serve us: " + e.getMessage(), e);
            } catch (SSLException e) {
                throw new IOException("the Redis server at " + where + " is not to be trusted: " + e.getMessage(), e);
            } catch (UnknownHostException e) {
                throw new IOException("no Redis server answers at " + where + ": there is no host of this name", e);
            } catch (IOException e) {
                if (attempt == TRIES) {
                    throw new IOException("no Redis server answers at " + where + ": " + e.getMessage(), e);
                }
                pause(attempt * PAUSE_MILLIS);
            }
        }
    }

    private static void pause(int millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reaching a Redis server", e);
        }
    }
}
