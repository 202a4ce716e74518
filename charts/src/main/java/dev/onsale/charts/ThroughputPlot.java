package dev.onsale.charts;

import dev.onsale.charts.Panel.Layer;
import dev.onsale.charts.Sheet.Entry;
import dev.onsale.record.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Throughput against the number of workers: a panel for each architecture and model, a line for each strategy. */
final class ThroughputPlot implements Plot {
    private static final int HEIGHT = 235;
    private static final double HEADROOM = 1.05;

    /** What is further above the data than this would press them flat. */
    private static final double FAR = 2;

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public Sheet draw(RunData run) throws NothingToShowException {
        Map<Cell.Key, Cell> cells = run.cells();
        if (cells.isEmpty()) {
            throw new NothingToShowException("no trial was measured");
        }
        Map<String, Look> looks = run.strategyLooks();
        List<List<Panel>> grid = new ArrayList<>();
        for (String model : run.models()) {
            List<Panel> row = new ArrayList<>();
            for (String architecture : run.architectures()) {
                row.add(panel(run, cells, looks, architecture, model));
            }
            grid.add(row);
        }
        List<Entry> legend = SeriesLayers.strategyLegend(looks, cells.values());
        legend.addAll(SeriesLayers.verdictLegend(cells.values()));
        legend.addAll(BoundLayers.legend(run));
        String scales = run.architectures().size() > 1 ? " Each architecture has a scale of its own." : "";
        return new Sheet(
                "Throughput and the number of workers",
                "Purchases decided in a second, by consistency strategy." + scales + SeriesLayers.repeats(run),
                legend,
                grid);
    }

    private static Panel panel(
            RunData run, Map<Cell.Key, Cell> cells, Map<String, Look> looks, String architecture, String model) {
        SortedSet<Integer> workers = run.workers();
        List<Layer> layers = new ArrayList<>();
        double highest = 0;
        for (Cell cell : cells.values()) {
            if (cell.key().architecture().equals(architecture)) {
                highest = Math.max(highest, cell.throughput().high());
            }
        }
        looks.forEach((strategy, look) -> {
            SortedMap<Integer, Cell> byWorkers = new TreeMap<>();
            for (int count : workers) {
                Cell cell = cells.get(new Cell.Key(architecture, model, strategy, count));
                if (cell != null) {
                    byWorkers.put(count, cell);
                }
            }
            if (!byWorkers.isEmpty()) {
                layers.addAll(SeriesLayers.throughput(strategy, look, byWorkers, workers));
            }
        });
        List<Bound> bounds = run.bounds().stream()
                .filter(bound -> bound.architecture().equals(architecture))
                .toList();
        double reach = highest * FAR;
        double top = bounds.stream()
                .mapToDouble(Bound::opsPerSecond)
                .filter(value -> value <= reach)
                .reduce(highest, Math::max);
        boolean first = architecture.equals(run.architectures().get(0));
        Axis y = Axis.fromZero(first ? "operations/s" : "", top * HEADROOM);
        Axis x = Axis.counts("workers", workers);
        if (!bounds.isEmpty()) {
            x = x.withRoom(BoundLayers.room(run.architectures().size()));
            layers.addAll(0, BoundLayers.guides(bounds, x, y));
            layers.addAll(BoundLayers.labels(bounds, x, y, HEIGHT));
        }
        return new Panel(architecture + " · " + model, x, y, HEIGHT, layers);
    }
}
