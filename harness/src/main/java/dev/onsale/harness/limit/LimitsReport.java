package dev.onsale.harness.limit;

import dev.onsale.harness.trial.CpuMeter;
import dev.onsale.record.RunDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** What all rounds came to: a line for each measurement, the targets, and how far other programs agree. */
public final class LimitsReport {
    private static final String HEADING_TARGETS = "Targets: ratios of medians";
    private static final String HEADING_AGREEMENT = "Agreement of our ceilings with what other programs measure";

    private final Medians medians;
    private final List<String> leftOut;

    /** @param leftOut a sentence for each measurement that there could not be */
    LimitsReport(List<Reading> readings, List<String> leftOut) {
        this.medians = new Medians(readings);
        this.leftOut = List.copyOf(leftOut);
    }

    /** For a terminal. */
    public String text() {
        return String.join(
                "\n",
                measurements(true).text(),
                HEADING_TARGETS,
                Targets.table(medians).text(),
                HEADING_AGREEMENT,
                Targets.agreement(medians).text(),
                String.join("\n", leftOut));
    }

    /** Writes {@code targets.csv}, {@code limits.md} and what other runs can be set against into the run's directory. */
    public void write(RunDirectory run) throws IOException {
        Path directory = run.path();
        run.writeBounds(Bounds.of(medians));
        Files.write(directory.resolve("targets.csv"), Targets.csv(medians), StandardCharsets.UTF_8);
        Files.writeString(directory.resolve("limits.md"), markdown(), StandardCharsets.UTF_8);
    }

    private String markdown() {
        return String.join(
                "\n",
                "## Measurements\n",
                measurements(false).markdown(),
                "## " + HEADING_TARGETS + "\n",
                Targets.table(medians).markdown(),
                "## " + HEADING_AGREEMENT + "\n",
                Targets.agreement(medians).markdown(),
                leftOut.stream().map(sentence -> sentence + "\n").collect(Collectors.joining()));
    }

    /** @param parts whether CPU time is told by parts, and verdicts */
    private Grid measurements(boolean parts) {
        Grid grid = parts
                ? new Grid(
                        "kind",
                        "name",
                        "#ops/s",
                        "#lowest to highest",
                        "#p50 µs",
                        "#p99 µs",
                        "#CPU µs/op",
                        "of which, verdict")
                : new Grid("kind", "name", "#ops/s, median", "#lowest to highest", "#p50 µs", "#p99 µs", "#CPU µs/op");
        medians.readings()
                .forEach((kind, names) -> names.forEach((name, readings) -> {
                    List<String> cells = new ArrayList<>(List.of(
                            kind.id(),
                            name,
                            figure("%,.0f", Medians.median(readings, Reading::opsPerSecond)),
                            range(readings),
                            figure("%,.1f", Medians.median(readings, Reading::p50Micros)),
                            figure("%,.1f", Medians.median(readings, Reading::p99Micros)),
                            cpu(Medians.median(readings, Reading::totalCpuMicros))));
                    if (parts) {
                        cells.add(remarks(readings));
                    }
                    grid.add(cells.toArray(String[]::new));
                }));
        return grid;
    }

    private static String range(List<Reading> readings) {
        var summary = readings.stream().mapToDouble(Reading::opsPerSecond).summaryStatistics();
        return figure("%,.0f", summary.getMin()) + " to " + figure("%,.0f", summary.getMax());
    }

    private static String cpu(double micros) {
        return micros == 0 ? "-" : figure("%,.2f", micros);
    }

    private static String figure(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** The CPU time of each part that used any to speak of, and what the checker said. */
    private static String remarks(List<Reading> readings) {
        StringJoiner text = new StringJoiner(", ");
        double total = Medians.median(readings, Reading::totalCpuMicros);
        for (CpuMeter.Part part : CpuMeter.Part.values()) {
            double micros =
                    Medians.median(readings, reading -> reading.cpuMicros().getOrDefault(part, 0.0));
            if (micros > total / 100) {
                text.add(part.name().toLowerCase(Locale.ROOT) + figure(" %.2f", micros));
            }
        }
        readings.stream()
                .map(Reading::verdict)
                .filter(verdict -> !verdict.isEmpty())
                .distinct()
                .forEach(text::add);
        return text.toString();
    }
}
