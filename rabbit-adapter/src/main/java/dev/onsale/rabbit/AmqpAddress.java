package dev.onsale.rabbit;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A work queue on a broker: {@code amqp://user:password@host:port/vhost?queue=Q&type=classic&prefetch=500}, where all but the host has
 * a default, or the same with {@code amqps:} over TLS. Its text shows no credentials.
 *
 * @param tls whether the connection is encrypted
 * @param virtualHost decoded; "/" when the address names none
 * @param prefetch messages that a worker has unacknowledged, at the most; 1 to 65,535, which is what AMQP can say
 */
record AmqpAddress(
        boolean tls,
        String host,
        int port,
        String user,
        String password,
        String virtualHost,
        String queue,
        QueueType type,
        int prefetch) {
    static final int DEFAULT_PREFETCH = 500;
    /** Without TLS and with it. */
    static final List<String> SCHEMES = List.of("amqp", "amqps");

    private static final int DEFAULT_PORT = 5672;
    private static final int LAST_PORT = 65_535;
    private static final int DEFAULT_TLS_PORT = 5671;
    private static final int MAX_NAME_BYTES = 255;
    private static final String DEAD_LETTERS = ".dlq";
    private static final List<String> KNOWN = List.of("prefetch", "queue", "type");

    AmqpAddress {
        if (queue.isEmpty() || (queue + DEAD_LETTERS).getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "must be 1 to " + (MAX_NAME_BYTES - DEAD_LETTERS.length()) + " bytes of UTF-8: queue=" + queue);
        }
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("must be 1 to " + LAST_PORT + ": port=" + port);
        }
        requirePrefetch(prefetch);
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException it is not one; the message shows no credentials
     */
    static AmqpAddress of(URI uri) {
        boolean tls = "amqps".equals(uri.getScheme());
        if (uri.isOpaque() || !SCHEMES.contains(String.valueOf(uri.getScheme())) || uri.getRawAuthority() == null) {
            throw new IllegalArgumentException("must be amqp://[user:password@]host[:port][/vhost][?queue=…]: scheme="
                    + uri.getScheme() + " host=" + uri.getHost());
        }
        if (uri.getHost() == null) {
            String authority = uri.getRawAuthority();
            String place = authority.substring(authority.lastIndexOf('@') + 1);
            throw new IllegalArgumentException("must be a host name of letters, digits, hyphens and dots"
                    + (place.contains("_") ? ", and an underscore is none of them" : "") + ": host=" + place);
        }
        String user = "guest";
        String password = "guest";
        String credentials = uri.getRawUserInfo();
        if (credentials != null) {
            int colon = credentials.indexOf(':');
            user = decode(colon < 0 ? credentials : credentials.substring(0, colon));
            password = colon < 0 ? "" : decode(credentials.substring(colon + 1));
        }
        String path = uri.getRawPath() == null || uri.getRawPath().length() < 2 ? "/%2F" : uri.getRawPath();
        Map<String, String> options = options(uri.getRawQuery());
        return new AmqpAddress(
                tls,
                uri.getHost(),
                uri.getPort() >= 0 ? uri.getPort() : tls ? DEFAULT_TLS_PORT : DEFAULT_PORT,
                user,
                password,
                decode(path.substring(1)),
                options.getOrDefault("queue", "onsale"),
                QueueType.named(options.getOrDefault("type", QueueType.CLASSIC.id())),
                parsePrefetch(options.getOrDefault("prefetch", Integer.toString(DEFAULT_PREFETCH))));
    }

    /** Another queue on the same broker. */
    AmqpAddress withQueue(String queue, QueueType type, int prefetch) {
        return new AmqpAddress(tls, host, port, user, password, virtualHost, queue, type, prefetch);
    }

    /** Where the worker puts the bodies that it cannot read. */
    String deadLetterQueue() {
        return queue + DEAD_LETTERS;
    }

    /** The address with everything in it, credentials included. */
    URI toUri() {
        return URI.create((tls ? "amqps://" : "amqp://") + encode(user) + ":" + encode(password) + "@" + host + ":"
                + port + "/" + encode(virtualHost) + "?queue=" + encode(queue) + "&type=" + type.id() + "&prefetch="
                + prefetch);
    }

    /** The same address for people to see: without the user and the password. */
    static URI withoutCredentials(URI at) {
        String text = at.toString();
        String authority = at.getRawAuthority();
        int userEnds = authority == null ? -1 : authority.lastIndexOf('@');
        if (authority == null || userEnds < 0) {
            return at;
        }
        return URI.create(text.replace("//" + authority, "//" + authority.substring(userEnds + 1)));
    }

    /** Whether it names this very host. */
    boolean isLoopback() {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    /** Host and port, for messages. */
    @Override
    public String toString() {
        return host + ":" + port;
    }

    /**
     * Reads a prefetch.
     *
     * @throws IllegalArgumentException it is not a number from 1 to 65,535
     */
    static int parsePrefetch(String text) {
        try {
            return requirePrefetch(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a number in 1..65535: prefetch=" + text, e);
        }
    }

    private static int requirePrefetch(int prefetch) {
        if (prefetch < 1 || prefetch > 65_535) {
            throw new IllegalArgumentException("must be in 1..65535: prefetch=" + prefetch);
        }
        return prefetch;
    }

    private static Map<String, String> options(@Nullable String query) {
        Map<String, String> options = new LinkedHashMap<>();
        if (query == null) {
            return options;
        }
        for (int from = 0; from <= query.length(); ) {
            int and = query.indexOf('&', from);
            int to = and < 0 ? query.length() : and;
            int equals = query.indexOf('=', from);
            String key = equals < 0 || equals > to ? query.substring(from, to) : query.substring(from, equals);
            if (!KNOWN.contains(key)) {
                throw new IllegalArgumentException(
                        "unknown option in the address: " + key + " (known: " + String.join(", ", KNOWN) + ")");
            }
            String value = equals < 0 || equals > to ? "" : decode(query.substring(equals + 1, to));
            if (options.put(key, value) != null) {
                throw new IllegalArgumentException("given twice in the address: " + key);
            }
            from = to + 1;
        }
        return options;
    }

    /** In a URI a plus is a plus, unlike in a form. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
