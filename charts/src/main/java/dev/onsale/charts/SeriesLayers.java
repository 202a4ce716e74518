package dev.onsale.charts;

import dev.onsale.charts.Cell.Spread;
import dev.onsale.charts.Panel.Layer;
import dev.onsale.charts.Panel.Line;
import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Points;
import dev.onsale.charts.Panel.Whisker;
import dev.onsale.charts.Sheet.Entry;
import dev.onsale.core.history.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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
