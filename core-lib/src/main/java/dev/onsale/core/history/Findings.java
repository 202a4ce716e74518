package dev.onsale.core.history;

import dev.onsale.core.history.Violation.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a check has found so far: every violation counted, the first few of each kind kept. */
final class Findings {
    private final int witnesses;
    private final Map<Kind, List<Violation>> violations = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> totals = new EnumMap<>(Kind.class);
    private final List<String> doubts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** @param witnesses how many of a kind are kept */
    Findings(int witnesses) {
        this.witnesses = witnesses;
    }

    void add(Kind kind, Supplier<String> text, Integer... attempts) {
        add(kind, 1, text, attempts);
    }

    /** One counter-example that stands for many. The text is made only if it is kept. */
    void add(Kind kind, int times, Supplier<String> text, Integer... attempts) {
        totals.merge(kind, times, Integer::sum);
        List<Violation> kept = violations.computeIfAbsent(kind, k -> new ArrayList<>());
        if (kept.size() < witnesses) {
            kept.add(new Violation(kind, text.get(), Arrays.asList(attempts)));
        }
    }

    void doubt(String text) {
        doubts.add(text);
    }

    void note(String text) {
        notes.add(text);
    }

    boolean has(Kind kind) {
        return totals.containsKey(kind);
    }

    Level ceiling(Level best) {
        Level level = best;
        for (Kind kind : totals.keySet()) {
            level = kind.ceiling().compareTo(level) < 0 ? kind.ceiling() : level;
        }
        return level;
    }

    /** The worst kind first: kinds are declared in that order. */
    List<Violation> violations() {
        List<Violation> all = new ArrayList<>();
        violations.values().forEach(all::addAll);
        return all;
    }

    Map<Kind, Integer> totals() {
        return totals;
    }

    List<String> doubts() {
        return doubts;
    }

    List<String> notes() {
        return notes;
    }
}
