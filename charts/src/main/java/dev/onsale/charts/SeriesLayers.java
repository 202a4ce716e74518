package dev.onsale.charts;

import dev.onsale.charts.Cell.Spread;
import dev.onsale.charts.Panel.Layer;
import dev.onsale.charts.Panel.Line;
import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Points;
import dev.onsale.charts.Panel.Whisker;
import dev.onsale.charts.Sheet.Entry;
import dev.onsale.core.history.Level;
import dev.onsale.core.history.Verdict;
import dev.onsale.record.TrialResult.Measured;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The layers of a series of cells, and the lines of a legend that explain them. */
final class SeriesLayers {
    private SeriesLayers() {}

    /** Medians joined by a line, whiskers from the lowest to the highest repeat; the line breaks where a place has no cell. */
    static List<Layer> throughput(
            String series, Look look, SortedMap<Integer, Cell> byWorkers, Iterable<Integer> places) {
        List<Layer> layers = new ArrayList<>();
        List<Point> line = new ArrayList<>();
        Map<Verdict, List<Point>> marks = new TreeMap<>();
        for (int workers : places) {
            Cell cell = byWorkers.get(workers);
            if (cell == null) {
                line.add(Point.gap(workers));
                continue;
            }
            Spread spread = cell.throughput();
            Point median = new Point(workers, spread.median());
            line.add(median);
            marks.computeIfAbsent(cell.verdict(), verdict -> new ArrayList<>()).add(median);
            if (spread.low() < spread.high()) {
                layers.add(new Whisker(look, new Point(workers, spread.low()), new Point(workers, spread.high())));
            }
        }
        layers.add(new Line(series, look, line));
        marks.forEach((verdict, points) -> layers.add(new Points(series, look, verdict, points)));
        return layers;
    }

    /** A line for each strategy, with what its cells showed. */
    static List<Entry> strategyLegend(Map<String, Look> looks, Collection<Cell> cells) {
        List<Entry> legend = new ArrayList<>();
        looks.forEach((strategy, look) -> {
            List<Measured> results = cells.stream()
                    .filter(cell -> cell.key().strategy().equals(strategy))
                    .flatMap(cell -> cell.results().stream())
                    .toList();
            String shown = shown(results).map(found -> ": " + found).orElse("");
            legend.add(new Sheet.Series(strategy + shown, look, Verdict.VALID, true));
        });
        return legend;
    }

    /** The worst verdict and the worst level, such as {@code VALID, LINEARIZABLE}; nothing when the level of one is not known. */
    private static Optional<String> shown(List<Measured> results) {
        Set<String> levels = results.stream().map(Measured::level).collect(Collectors.toSet());
        List<String> known = Stream.of(Level.values())
                .map(Level::name)
                .filter(levels::contains)
                .toList();
        return known.isEmpty() || known.size() < levels.size()
                ? Optional.empty()
                : Optional.of(results.stream().map(Measured::verdict).reduce(Verdict.VALID, Verdict::worst) + ", "
                        + known.get(0));
    }

    /** What the markers mean, as far as these cells have any that are not filled. */
    static List<Entry> verdictLegend(Iterable<Cell> cells) {
        List<Entry> legend = new ArrayList<>();
        for (Verdict verdict : List.of(Verdict.UNKNOWN, Verdict.INVALID)) {
            for (Cell cell : cells) {
                if (cell.verdict() == verdict) {
                    legend.add(new Sheet.Series(verdict.name(), Look.NEUTRAL, verdict, false));
                    break;
                }
            }
        }
        return legend;
    }

    /** How repeats are shown; empty when there are none. */
    static String repeats(RunData run) {
        return run.repeats() > 1 ? " Medians of " + run.repeats() + " repeats, whiskers from lowest to highest." : "";
    }
}
