package dev.onsale.harness.backend;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Addresses of servers, as people give them. */
final class Addresses {
    private Addresses() {}

    /**
     * The address in an option's value.
     *
     * @throws IllegalArgumentException it is none, or has another scheme; the message never repeats the value, which may hold a password
     */
    static URI parse(String option, String value, List<String> schemes) {
        String rule = option + " must be auto, embedded or an address such as " + schemes.get(0) + "://host:port";
        URI uri;
        try {
            uri = new URI(value);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    rule + ": it is no address (" + e.getReason() + " at character " + (e.getIndex() + 1) + ")");
        }
        if (uri.getScheme() == null) {
            throw new IllegalArgumentException(rule + (value.contains("@") ? "" : ": " + value));
        }
        if (!schemes.contains(uri.getScheme())) {
            throw new IllegalArgumentException(rule + ": it has another scheme");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(rule + ": it has no host");
        }
        return uri;
    }

    /** The address without what may be secret: user, password, path and query. */
    static String hostAndPort(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }
}
