package dev.onsale.core;

import java.util.LinkedHashMap;
import java.util.Map;

/** The store clients that a program has opened, by type. Immutable; closing them stays with whoever opened them. */
public final class Stores {
    private static final Stores NONE = new Stores(Map.of());

    private final Map<Class<?>, Object> clients;

    private Stores(Map<Class<?>, Object> clients) {
        this.clients = clients;
    }

    /** No store at all: enough for a strategy that keeps its sale in this process. */
    public static Stores none() {
        return NONE;
    }

    /** These stores and one more. */
    public <T> Stores with(Class<T> type, T client) {
        Map<Class<?>, Object> more = new LinkedHashMap<>(clients);
        more.put(type, client);
        return new Stores(more);
    }

    /**
     * The client of this type.
     *
     * @throws IllegalArgumentException nobody handed one in
     */
    public <T> T require(Class<T> type) {
        Object client = clients.get(type);
        if (client == null) {
            throw new IllegalArgumentException(
                    "this strategy needs a store client of type " + type.getName() + ", and none was given");
        }
        return type.cast(client);
    }
}
