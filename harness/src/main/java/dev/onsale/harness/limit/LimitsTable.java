package dev.onsale.harness.limit;

import dev.onsale.harness.trial.CpuMeter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The readings of all rounds as a table for people: a line for each measurement, with medians, spread, and what is compared with what. */
public final class LimitsTable {
    /** What a line of ours is set against. */
    private record Comparison(String ours, Kind kind, String name) {}

    private static final List<Comparison> COMPARISONS = List.of(
            new Comparison("in-process lua", Kind.CEILING, "redis lua"),
            new Comparison("in-process lua", Kind.CEILING, "redis lua x100"),
            new Comparison("direct lua", Kind.CEILING, "http static"),
            new Comparison("direct lua", Kind.FLOOR, "direct lua"),
            new Comparison("indirect lua", Kind.CEILING, "amqp one-way"),
            new Comparison("indirect lua", Kind.CEILING, "amqp request-reply"),
            new Comparison("indirect lua", Kind.FLOOR, "indirect lua"));

    /** The readings of one measurement, by round. */
    private final TreeMap<Kind, TreeMap<String, List<Reading>>> lines = new TreeMap<>();

    public LimitsTable(List<Reading> readings) {
        readings.stream()
                .sorted(Comparator.comparingInt(Reading::round))
                .forEach(reading -> lines.computeIfAbsent(reading.kind(), kind -> new TreeMap<>())
                        .computeIfAbsent(reading.name(), name -> new ArrayList<>())
                        .add(reading));
    }

    /** Aligned columns, a line feed after each line. */
    public String text() {
        StringBuilder text = new StringBuilder(
                line("kind", "name", "ops/s", "spread", "p50 µs", "CPU µs/op", "of which", "ratios, verdict"));
        lines.forEach((kind, names) -> names.forEach((name, readings) -> text.append(line(
                kind.id(),
                name,
                String.format(Locale.ROOT, "%,.0f", median(readings, Reading::opsPerSecond)),
                String.format(Locale.ROOT, "%.0f %%", spread(readings) * 100),
                String.format(Locale.ROOT, "%,.1f", median(readings, Reading::p50Micros)),
                String.format(Locale.ROOT, "%,.2f", median(readings, Reading::totalCpuMicros)),
                parts(readings),
                remarks(kind, name, readings)))));
        return text.toString();
    }

    private static String line(String... cells) {
        return String.format(Locale.ROOT, "%-8s %-19s %10s %7s %10s %10s  %-54s %s", (Object[]) cells)
                        .stripTrailing() + "\n";
    }

    /** The CPU time of each part that used any to speak of. */
    private static String parts(List<Reading> readings) {
        StringJoiner text = new StringJoiner(", ");
        double total = median(readings, Reading::totalCpuMicros);
        for (CpuMeter.Part part : CpuMeter.Part.values()) {
            double micros = median(readings, reading -> reading.cpuMicros().getOrDefault(part, 0.0));
            if (micros > total / 100) {
                text.add(String.format(Locale.ROOT, "%s %.2f", part.name().toLowerCase(Locale.ROOT), micros));
            }
        }
        return text.toString();
    }

    private String remarks(Kind kind, String name, List<Reading> readings) {
        StringJoiner text = new StringJoiner(", ");
        if (kind == Kind.OURS) {
            for (Comparison comparison : COMPARISONS) {
                if (comparison.ours().equals(name)) {
                    text.add(String.format(
                            Locale.ROOT,
                            "%.2f of %s %s",
                            ratio(readings, readings(comparison)),
                            comparison.kind().id(),
                            comparison.name()));
                }
            }
            readings.stream().map(Reading::verdict).distinct().forEach(text::add);
        }
        return text.toString();
    }

    private List<Reading> readings(Comparison comparison) {
        return lines.getOrDefault(comparison.kind(), new TreeMap<>()).getOrDefault(comparison.name(), List.of());
    }

    /** The median over the rounds of what was faster by so much within the same round. */
    private static double ratio(List<Reading> ours, List<Reading> others) {
        double[] ratios = new double[Math.min(ours.size(), others.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours.get(i).opsPerSecond() / others.get(i).opsPerSecond();
        }
        return median(ratios);
    }

    private static double median(List<Reading> readings, ToDoubleFunction<Reading> figure) {
        return median(readings.stream().mapToDouble(figure).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** From the slowest round to the fastest, as a share of the median. */
    private static double spread(List<Reading> readings) {
        double[] sorted =
                readings.stream().mapToDouble(Reading::opsPerSecond).sorted().toArray();
        return (sorted[sorted.length - 1] - sorted[0]) / median(sorted);
    }
}
