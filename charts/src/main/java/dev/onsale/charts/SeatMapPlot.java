package dev.onsale.charts;

import dev.onsale.charts.Panel.Cells;
import dev.onsale.charts.Panel.Layer;
import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Points;
import dev.onsale.charts.Sheet.Entry;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.Verdict;
import dev.onsale.record.TrialResult.Measured;
import dev.onsale.record.TrialRow;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where the buyers of numbered seats met: the attempts at each seat as a map, and beside it what became of the seats. A row for each workload. */
final class SeatMapPlot implements Plot {
    private static final int HEIGHT = 235;
    private static final List<Double> WIDTHS = List.of(1.0, 0.05, 1.0);

    /** Up to this share of the cells, those of the highest class have a dot, since a single cell is hard to see. */
    private static final double FEW = 0.001;

    /** More seats sold twice than this and their crosses would hide the map. */
    private static final int MOST_CROSSES = 60;

    /** What became of the seats of a cell, the lowest first. */
    private enum Fate {
        FREE(0, "free", Color.WHITE),
        SOME(1, "some of the seats sold", new Color(0xE3, 0xEC, 0xF4)),
        SOLD(2, "sold", new Color(0x9D, 0xBC, 0xD8)),
        TWICE(3, "sold twice", Look.INK);

        private static final Shades SHADES = new Shades(
                Stream.of(values()).map(fate -> fate.value).toList(),
                Stream.of(values()).map(fate -> fate.color).toList(),
                Stream.of(values()).map(fate -> fate.label).toList());

        private final double value;
        private final String label;
        private final Color color;

        Fate(double value, String label, Color color) {
            this.value = value;
            this.label = label;
            this.color = color;
        }

        /** The worst that happened counts, then whether any are left. */
        static Fate of(SeatUse use, int from, int to) {
            int sold = 0;
            for (int seat = from; seat <= to; seat++) {
                if (use.buyers(seat) > 1) {
                    return TWICE;
                }
                sold += use.buyers(seat);
            }
            return sold == 0 ? FREE : sold <= to - from ? SOME : SOLD;
        }
    }

    @Override
    public String name() {
        return "seat-map";
    }

    @Override
    public Sheet draw(RunData run) throws IOException, NothingToShowException {
        Map<String, List<TrialRow>> byWorkload = run.rows().stream()
                .filter(row -> row.setup().model().equals("numbered"))
                .filter(row -> row.measured().isPresent())
                .sorted(Comparator.comparing(
                                SeatMapPlot::operations) // one that was stopped has not asked for every seat
                        .thenComparing(row -> row.result().verdict())
                        .reversed()
                        .thenComparing(TrialRow::setup, RunData.byContention()))
                .collect(Collectors.groupingBy(row -> row.setup().workload(), LinkedHashMap::new, Collectors.toList()));
        List<List<Panel>> grid = new ArrayList<>();
        Set<Double> ends = new HashSet<>();
        for (List<TrialRow> trials : byWorkload.values()) {
            for (TrialRow row : trials) {
                Optional<Evidence> evidence = run.histories().of(row.setup().trial());
                if (evidence.isPresent()) {
                    grid.add(panels(row, new SeatUse(evidence.get()), ends));
                    break; // the others have the same workload
                }
            }
        }
        if (grid.isEmpty()) {
            throw new NothingToShowException("no history was recorded of a numbered sale");
        }
        List<Entry> legend = new ArrayList<>();
        Stream.of(Fate.values())
                .filter(fate -> ends.contains(fate.value))
                .forEach(fate -> legend.add(new Sheet.Fill(fate.label, fate.color)));
        for (Points marks : List.of(wanted(List.of()), twice(List.of()))) {
            if (isDrawn(marks.series(), grid)) {
                legend.add(new Sheet.Series(marks.series(), marks.look(), marks.verdict(), false));
            }
        }
        return new Sheet(
                "The seats that were asked for",
                "On the left how often each was asked for, on the right what became of it. One trial of each workload:"
                        + " of those that went furthest the one with the worst verdict, else the most contended.",
                legend,
                grid,
                WIDTHS);
    }

    private static long operations(TrialRow row) {
        return row.measured().map(measured -> measured.figures().operations()).orElse(0L);
    }

    private static List<Panel> panels(TrialRow row, SeatUse use, Set<Double> ends) {
        SeatGrid seats = SeatGrid.of(use.capacity());
        List<Double> asked = seats.cells(use::attemptsPerSeat);
        double highest = asked.stream().mapToDouble(mean -> mean).max().orElse(0);
        Shades shades = Shades.ofCounts(highest, seats.seatsPerCell() == 1);
        List<Double> ended = seats.cells((from, to) -> Fate.of(use, from, to).value);
        ends.addAll(ended);
        String workload = row.setup().workload() + ": " + Axis.number((double) use.attempts()) + " attempts at "
                + Axis.number(use.capacity()) + " seats";
        Axis y = seats.y("first seat of the row");
        List<Layer> layers = new ArrayList<>();
        layers.add(new Cells("attempts a seat", shades, seats.columns(), asked));
        List<Point> most = IntStream.range(0, asked.size())
                .filter(cell -> shades.of(asked.get(cell)).equals(shades.of(highest)))
                .mapToObj(cell -> seats.place(1 + cell * seats.seatsPerCell()))
                .toList();
        if (most.size() <= asked.size() * FEW) { // else they are seen without
            layers.add(wanted(most));
        }
        Panel map = new Panel(workload, seats.x(), y, HEIGHT, layers);
        return List.of(map, colorBar(shades, seats), fates(row, use, seats, ended));
    }

    private static Panel fates(TrialRow row, SeatUse use, SeatGrid seats, List<Double> ended) {
        String verdict = row.measured()
                .map(measured -> ": " + measured.verdict() + level(measured))
                .orElse("");
        String workers = row.setup().workers() + (row.setup().workers() == 1 ? " worker" : " workers");
        List<Layer> layers = new ArrayList<>();
        layers.add(new Cells("outcome", Fate.SHADES, seats.columns(), ended));
        List<Point> twice = IntStream.rangeClosed(1, use.capacity())
                .filter(seat -> use.buyers(seat) > 1)
                .mapToObj(seats::place)
                .distinct()
                .toList();
        if (!twice.isEmpty() && twice.size() <= MOST_CROSSES) {
            layers.add(twice(twice));
        }
        return new Panel(
                row.setup().strategy() + ", " + row.setup().architecture() + ", " + workers + verdict,
                seats.x(),
                seats.y(""),
                HEIGHT,
                layers);
    }

    private static boolean isDrawn(String series, List<List<Panel>> grid) {
        return grid.stream()
                .flatMap(List::stream)
                .flatMap(panel -> panel.layers(Points.class).stream())
                .anyMatch(points -> points.series().equals(series));
    }

    private static Points wanted(List<Point> places) {
        return new Points("asked for most", Look.NEUTRAL, Verdict.VALID, places);
    }

    private static Points twice(List<Point> places) {
        return new Points("where one was sold twice", Look.NEUTRAL, Verdict.INVALID, places);
    }

    private static String level(Measured measured) {
        return measured.level().isEmpty() ? "" : ", " + measured.level();
    }

    /** The classes of the map from the highest down, as a panel of one column. */
    private static Panel colorBar(Shades shades, SeatGrid seats) {
        List<Double> values = new ArrayList<>();
        List<Axis.Tick> ticks = new ArrayList<>();
        int classes = shades.tops().size();
        for (int i = classes - 1; i >= 0; i--) {
            values.add(shades.tops().get(i));
            ticks.add(new Axis.Tick(i + 0.5, shades.labels().get(i)));
        }
        return new Panel(
                "",
                new Axis("", 0, 1, List.of(), false),
                new Axis(
                        seats.seatsPerCell() == 1 ? "attempts a seat" : "attempts a seat, mean of a cell",
                        0,
                        classes,
                        ticks,
                        false),
                HEIGHT,
                List.of(new Cells("attempts a seat", shades, 1, values)));
    }
}
