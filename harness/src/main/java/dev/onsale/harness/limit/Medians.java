package dev.onsale.harness.limit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The readings of all rounds, by what they are of, and the medians of their figures. */
final class Medians {
    private final SortedMap<Kind, SortedMap<String, List<Reading>>> readings = new TreeMap<>();

    Medians(List<Reading> all) {
        all.stream()
                .sorted(Comparator.comparingInt(Reading::round))
                .forEach(reading -> readings.computeIfAbsent(reading.kind(), kind -> new TreeMap<>())
                        .computeIfAbsent(reading.name(), name -> new ArrayList<>())
                        .add(reading));
    }

    /** By kind and name, those of one measurement in the order of the rounds. */
    SortedMap<Kind, SortedMap<String, List<Reading>>> readings() {
        return readings;
    }

    /** Nothing where this was not measured. */
    OptionalDouble of(Kind kind, String name, ToDoubleFunction<Reading> figure) {
        List<Reading> found = readings.getOrDefault(kind, new TreeMap<>()).getOrDefault(name, List.of());
        return found.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(found, figure));
    }

    static double median(List<Reading> readings, ToDoubleFunction<Reading> figure) {
        double[] sorted = readings.stream().mapToDouble(figure).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
