package dev.onsale.harness.backend;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Addresses of servers, as people give them and as they are shown to people: without credentials. */
public final class Addresses {
    /** The largest number that a port has. */
    public static final int LAST_PORT = 65_535;

    private static final String HIDDEN = "…@";

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
            throw new IllegalArgumentException(rule + ": " + whyNoHost(uri));
        }
        if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
            throw new IllegalArgumentException(rule + ": a port is 1 to " + LAST_PORT + ", not " + uri.getPort());
        }
        return uri;
    }

    /** Why an address has no host that can be used, in words that follow a colon; never with credentials. */
    public static String whyNoHost(URI uri) {
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        if (authority.indexOf('@') != authority.lastIndexOf('@')) {
            return "an @ in a user or password must be written %40";
        }
        return host.contains("_")
                ? "a host name has no underscore, so give the server's IP address, or another name of it"
                : "it has no host";
    }

    /** The address without what may be secret: user, password, path and query. */
    public static String hostAndPort(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    /**
     * The text with the credentials in its address hidden. Where it is no proper address, as with a password that was not encoded, all
     * up to the last {@code @} is hidden.
     */
    public static String masked(String text) {
        int from = text.indexOf("//");
        int at = text.substring(0, endOfAuthority(text)).lastIndexOf('@');
        return at < 0
                ? text
                : (from < 0 || from > at ? "" : text.substring(0, from + 2)) + HIDDEN + text.substring(at + 1);
    }

    private static int endOfAuthority(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null) {
                return text.indexOf("//") + 2 + uri.getRawAuthority().length();
            }
        } catch (URISyntaxException e) {
            // Hidden up to the last @, wherever that is.
        }
        return text.length();
    }

    /** Whether both name the same server, whoever they come as. */
    public static boolean isSameServer(String one, String other) {
        return withoutCredentials(one).equals(withoutCredentials(other));
    }

    private static String withoutCredentials(String text) {
        return masked(text).replace(HIDDEN, "");
    }
}
