package dev.onsale.core.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Small numbers for a few strings that come again and again: workers, causes. The first is always the empty string. Thread-safe; a
 * string seen before costs one look-up, no lock and no allocation. Bounded, since the strings come from strangers: what is new when all
 * numbers are given out becomes {@value #OTHERS}.
 */
final class Names {
    static final int MAX = 4096;
    private static final int MAX_LENGTH = 200;
    static final String OTHERS = "(others)";

    private final ConcurrentHashMap<String, Integer> numbers = new ConcurrentHashMap<>();
    private final List<String> names = new ArrayList<>();

    Names() {
        number("");
    }

    int number(String name) {
        Integer known = numbers.get(name);
        return known != null ? known : add(name);
    }

    private synchronized int add(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() == MAX - 1) {
            names.add(OTHERS);
        }
        if (names.size() == MAX) {
            return MAX - 1;
        }
        int number = names.size();
        names.add(name.length() <= MAX_LENGTH ? name : name.substring(0, MAX_LENGTH) + "…");
        numbers.put(name, number);
        return number;
    }

    synchronized List<String> list() {
        return List.copyOf(names);
    }
}
