package dev.onsale.core;

import java.net.URI;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The transports on the class path. */
public final class Transports {
    private Transports() {}

    /** All of them, by scheme in alphabetical order. */
    public static Map<String, Transport> all() {
        Map<String, Transport> byScheme = new TreeMap<>();
        for (Transport transport : ServiceLoader.load(Transport.class)) {
            if (byScheme.put(transport.scheme(), transport) != null) {
                throw new IllegalStateException("two transports call themselves " + transport.scheme());
            }
        }
        return byScheme;
    }

    /**
     * The transport for this address.
     *
     * @throws IllegalArgumentException there is none; the message lists the known schemes
     */
    public static Transport of(URI uri) {
        return all().values().stream()
                .filter(transport -> transport.understands(uri))
                .findFirst()
                .orElseGet(() -> named(String.valueOf(uri.getScheme())));
    }

    /**
     * The transport with this scheme.
     *
     * @throws IllegalArgumentException there is none; the message lists the known schemes
     */
    public static Transport named(String scheme) {
        Map<String, Transport> all = all();
        Transport transport = all.get(scheme);
        if (transport == null) {
            throw new IllegalArgumentException(
                    "no transport for " + scheme + "://… (known: " + String.join(", ", all.keySet()) + ")");
        }
        return transport;
    }
}
