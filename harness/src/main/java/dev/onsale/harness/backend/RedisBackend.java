package dev.onsale.harness.backend;

import dev.onsale.harness.process.Processes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The store of a run: an embedded Redis, or a given one. */
public final class RedisBackend {
    private static final List<String> SCHEMES = List.of("redis", "rediss");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private RedisBackend() {}

    /**
     * Checks an option before anything is started.
     *
     * @throws IllegalArgumentException {@code where} is neither {@code auto}, {@code embedded} nor an address
     */
    public static void check(String where) {
        if (!where.equals("auto") && !where.equals("embedded")) {
            Addresses.parse("--redis", where, SCHEMES);
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

    private static Backend given(URI uri) throws IOException {
        Map<String, String> info;
        try {
            info = RedisProbe.info(uri, PATIENCE);
        } catch (RedisProbe.RefusedException e) {
            throw new IOException(
                    "the Redis server at " + Addresses.hostAndPort(uri) + " refuses to serve us: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(
                    "no Redis server answers at " + Addresses.hostAndPort(uri) + ": " + e.getMessage(), e);
        }
        return new GivenServer("Redis", info.getOrDefault("redis_version", "of unknown version"), uri);
    }
}
