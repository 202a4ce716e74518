package dev.onsale.charts;

import dev.onsale.charts.Panel.Layer;
import dev.onsale.charts.Panel.Line;
import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Points;
import dev.onsale.charts.Sheet.Entry;
import dev.onsale.record.TrialRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Latency by percentile, at the largest number of workers. The x axis is that of HdrHistogram's own plots: the decimal logarithm of
 * 1/(1-p), so that each further nine takes the same room.
 */
final class LatencyPlot implements Plot {
    private static final int HEIGHT = 235;
    private static final int STEPS_PER_HALVING = 8;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double[] MARKED = {50, 90, 99, 99.9, 99.99, 99.999};

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public Sheet draw(RunData run) throws IOException, NothingToShowException {
        int workers = run.workers().isEmpty() ? 0 : run.workers().last();
        Map<Cell, Histogram> latencies = new LinkedHashMap<>();
        for (Cell cell : run.cells().values()) {
            if (cell.key().workers() == workers) {
                Optional<Histogram> all = together(run, cell);
                all.ifPresent(histogram -> latencies.put(cell, histogram));
            }
        }
        if (latencies.isEmpty()) {
            throw new NothingToShowException("no latencies were recorded with " + counted(workers));
        }
        Axis y = Axis.logarithmic(
                "latency, ms",
                latencies.values().stream()
                        .mapToDouble(all -> millis(Math.max(1, all.getMinValue())))
                        .min()
                        .orElseThrow(),
                latencies.values().stream()
                        .mapToDouble(all -> millis(all.getMaxValue()))
                        .max()
                        .orElseThrow());
        long most = latencies.values().stream()
                .mapToLong(Histogram::getTotalCount)
                .max()
                .orElseThrow();
        Axis x = percentiles(nines(most));
        Map<String, Look> looks = run.strategyLooks();
        List<List<Panel>> grid = new ArrayList<>();
        for (String model : run.models()) {
            List<Panel> row = new ArrayList<>();
            for (String architecture : run.architectures()) {
                List<Layer> layers = new ArrayList<>();
                latencies.forEach((cell, all) -> {
                    Look look = looks.get(cell.key().strategy());
                    if (look != null
                            && cell.key().model().equals(model)
                            && cell.key().architecture().equals(architecture)) {
                        layers.add(new Line(cell.key().strategy(), look, curve(all)));
                        layers.add(new Points(cell.key().strategy(), look, cell.verdict(), marks(all)));
                    }
                });
                boolean first = row.isEmpty();
                row.add(new Panel(architecture + " · " + model, x, first ? y : y.untitled(), HEIGHT, layers));
            }
            grid.add(row);
        }
        List<Entry> legend = SeriesLayers.strategyLegend(looks, latencies.keySet());
        legend.addAll(SeriesLayers.verdictLegend(latencies.keySet()));
        return new Sheet(
                "Latency with " + counted(workers),
                "From before a purchase is sent until its answer is read, " + concurrency(run) + " purchases in flight."
                        + (run.repeats() > 1 ? " All repeats together." : ""),
                legend,
                grid);
    }

    private static String counted(int workers) {
        return workers + (workers == 1 ? " worker" : " workers");
    }

    private static String concurrency(RunData run) {
        return String.join(
                " or ",
                run.rows().stream()
                        .map(row -> Integer.toString(row.setup().concurrency()))
                        .distinct()
                        .toList());
    }

    private static Optional<Histogram> together(RunData run, Cell cell) throws IOException {
        Histogram all = new Histogram(3);
        for (TrialRow row : cell.measured()) {
            Optional<Histogram> one = run.latencies().of(row.setup().trial());
            if (one.isPresent()) {
                all.add(one.get());
            }
        }
        return all.getTotalCount() == 0 ? Optional.empty() : Optional.of(all);
    }

    private static Axis percentiles(double furthest) {
        List<Axis.Tick> ticks = new ArrayList<>();
        ticks.add(new Axis.Tick(0, "0"));
        for (double percentile : MARKED) {
            if (place(percentile) <= furthest) {
                ticks.add(new Axis.Tick(place(percentile), Axis.number(percentile)));
            }
        }
        return new Axis("percentile", 0, Math.max(furthest, 1) + 0.1, ticks, true);
    }

    private static double place(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }

    /** Ends at the slowest purchase, of which there is one in as many as there were. */
    private static List<Point> curve(Histogram all) {
        double last = nines(all.getTotalCount());
        List<Point> points = new ArrayList<>();
        for (HistogramIterationValue value : all.percentiles(STEPS_PER_HALVING)) {
            if (place(value.getPercentile()) < last) {
                points.add(new Point(place(value.getPercentile()), logarithm(value.getValueIteratedTo())));
            }
        }
        points.add(new Point(last, logarithm(all.getMaxValue())));
        return points;
    }

    private static List<Point> marks(Histogram all) {
        List<Point> points = new ArrayList<>();
        for (double percentile : MARKED) {
            if (place(percentile) <= nines(all.getTotalCount())) {
                points.add(new Point(place(percentile), logarithm(all.getValueAtPercentile(percentile))));
            }
        }
        return points;
    }

    /** Where the slowest of so many is. */
    private static double nines(long count) {
        return Math.log10((double) count);
    }

    private static double logarithm(long nanos) {
        return Math.log10(millis(Math.max(1, nanos)));
    }

    private static double millis(long nanos) {
        return nanos / NANOS_PER_MILLI;
    }
}
