package dev.onsale.core.redis;

import java.net.URI;
import java.util.Optional;

/**
 * A Redis server as an address names it: {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://} for TLS. The one
 * reader of such addresses: who checks a server and who then uses it must see the same. What stands alone before the {@code @} is a
 * password, as it is for {@code redis-cli}. Immutable. Its text shows no credentials.
 *
 * @param tls whether to speak TLS, and to hold the server to its name
 * @param host a name or an address, that of IPv6 in brackets
 * @param user empty for the default one
 * @param database its number
 */
public record RedisServer(
        boolean tls, String host, int port, Optional<String> user, Optional<String> password, int database) {
    /** The form of an address, for messages. */
    public static final String FORM = "redis://[[user]:password@]host[:port][/database]";

    private static final int LAST_PORT = 65_535;
    private static final int DEFAULT_PORT = 6379;

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException it is none; the message shows no credentials
     */
    public static RedisServer of(URI uri) {
        if (!("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme())) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "a Redis server must be " + FORM + (uri.toString().contains("@") ? "" : ", not " + uri));
        }
        if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
            throw new IllegalArgumentException("a Redis server's port is 1 to " + LAST_PORT + ", not " + uri.getPort());
        }
        String credentials = uri.getUserInfo() == null ? "" : uri.getUserInfo();
        int colon = credentials.indexOf(':');
        return new RedisServer(
                uri.getScheme().equals("rediss"),
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                filled(colon < 0 ? "" : credentials.substring(0, colon)),
                filled(credentials.substring(colon + 1)),
                database(uri.getPath()));
    }

    private static Optional<String> filled(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static int database(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return 0;
        }
        try {
            return Integer.parseUnsignedInt(path.substring(1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a Redis database must be a number: " + path, e);
        }
    }

    /** The address without user, password and database: for clients that take those by themselves, and for messages. */
    @Override
    public String toString() {
        return (tls ? "rediss" : "redis") + "://" + host + ":" + port;
    }
}
