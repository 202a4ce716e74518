package dev.onsale.xmlrpc;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The options in a URI's query, {@code name=value} joined by {@code &}. */
final class UriOptions {
    private UriOptions() {}

    /**
     * The options that are given.
     *
     * @throws IllegalArgumentException one is unknown, has no value, or is given twice
     */
    static Map<String, String> of(URI uri, String... known) {
        Map<String, String> options = new TreeMap<>();
        if (uri.getRawQuery() == null || uri.getRawQuery().isEmpty()) {
            return options;
        }
        for (String option : List.of(uri.getRawQuery().split("&"))) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            if (!Arrays.asList(known).contains(name)) {
                throw new IllegalArgumentException(
                        "unknown option: " + name + " in " + uri + " (known: " + String.join(", ", known) + ")");
            }
            String value = equals < 0 ? "" : option.substring(equals + 1);
            if (value.isEmpty() || options.put(name, value) != null) {
                throw new IllegalArgumentException("must be given once, with a value: " + name + " in " + uri);
            }
        }
        return options;
    }
}
