package dev.onsale.xmlrpc;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port, written {@code host:port}, or {@code [::1]:port} for IPv6.
 *
 * @param host a name or a literal address, without brackets
 * @param port 0 to 65535; 0 asks for any free one and makes sense only to listen on
 */
record Address(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:([A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}))|\\[([0-9A-Fa-f:.]{2,45})]):([0-9]{1,5})");

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException it has another form
     */
    static Address parse(String text) {
        Matcher form = FORM.matcher(text);
        int port = form.matches() ? Integer.parseInt(form.group(3)) : -1;
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("must be host:port with a port of 0 to 65535: " + shortened(text));
        }
        return new Address(form.group(1) != null ? form.group(1) : form.group(2), port);
    }

    /**
     * The host and port of a URI.
     *
     * @throws IllegalArgumentException it lacks one of them
     */
    static Address of(URI uri) {
        if (uri.getHost() == null || uri.getPort() < 0 || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("must have a host and a port: " + shortened(uri.toString()));
        }
        return parse(uri.getHost() + ":" + uri.getPort());
    }

    static Address of(InetSocketAddress socket) {
        return new Address(socket.getHostString(), socket.getPort());
    }

    Address withPort(int another) {
        return new Address(host, another);
    }

    /** Whether another process could be told to come here: a port, and a host that is not "all of mine". */
    boolean isReachable() {
        return port > 0 && !host.equals("0.0.0.0") && !host.equals("::");
    }

    /** Whether it is a number, which needs no look-up. */
    boolean isLiteral() {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    /** Where to connect to: a name is left unresolved. */
    InetSocketAddress socket() {
        return isLiteral() ? new InetSocketAddress(host, port) : InetSocketAddress.createUnresolved(host, port);
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
