package dev.onsale.core;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The strategies on the class path. */
public final class Strategies {
    private Strategies() {}

    /** All of them, by id in alphabetical order. */
    public static Map<String, ConsistencyStrategy> all() {
        Map<String, ConsistencyStrategy> byId = new TreeMap<>();
        for (ConsistencyStrategy strategy : ServiceLoader.load(ConsistencyStrategy.class)) {
            if (byId.put(strategy.id(), strategy) != null) {
                throw new IllegalStateException("two strategies call themselves " + strategy.id());
            }
        }
        return byId;
    }

    /**
     * The strategy with this id.
     *
     * @throws IllegalArgumentException there is none; the message lists the known ones
     */
    public static ConsistencyStrategy named(String id) {
        Map<String, ConsistencyStrategy> all = all();
        ConsistencyStrategy strategy = all.get(id);
        if (strategy == null) {
            throw new IllegalArgumentException(
                    "unknown strategy: " + id + " (known: " + String.join(", ", List.copyOf(all.keySet())) + ")");
        }
        return strategy;
    }
}
