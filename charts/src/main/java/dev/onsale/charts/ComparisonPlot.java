package dev.onsale.charts;

import dev.onsale.charts.Cell.Spread;
import dev.onsale.charts.Panel.Guide;
import dev.onsale.charts.Panel.Layer;
import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Points;
import dev.onsale.charts.Panel.Text;
import dev.onsale.charts.Panel.Whisker;
import dev.onsale.charts.Sheet.Entry;
import dev.onsale.core.history.Verdict;
import dev.onsale.record.TrialResult.Measured;
import dev.onsale.record.TrialRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Two ways to do the same, side by side: throughput of each on the left, and on the right their ratio, repeat by repeat, which is what
 * remains when a noisy machine slows both down. A row for each strategy and number of workers.
 */
final class ComparisonPlot implements Plot {
    private static final int ROW_HEIGHT = 23;
    private static final List<Double> WIDTHS = List.of(1.6, 1.0);

    private final String name;
    private final String title;
    private final List<String> sides;
    private final Function<Cell.Key, String> side;
    private final Function<RunData, List<String>> panels;
    private final Function<Cell.Key, String> panel;

    /** The first two sides are compared, a third is shown beside them. */
    private ComparisonPlot(
            String name,
            String title,
            List<String> sides,
            Function<Cell.Key, String> side,
            Function<RunData, List<String>> panels,
            Function<Cell.Key, String> panel) {
        this.name = name;
        this.title = title;
        this.sides = sides;
        this.side = side;
        this.panels = panels;
        this.panel = panel;
    }

    static ComparisonPlot ofArchitectures() {
        return new ComparisonPlot(
                "architectures",
                "Direct and indirect communication",
                List.of("direct", "indirect", "in-process"),
                Cell.Key::architecture,
                RunData::models,
                Cell.Key::model);
    }

    static ComparisonPlot ofModels() {
        return new ComparisonPlot(
                "models",
                "Unnumbered and numbered tickets",
                List.of("unnumbered", "numbered"),
                Cell.Key::model,
                RunData::architectures,
                Cell.Key::architecture);
    }

    @Override
    public String name() {
        return name;
    }

    /** What is compared with what: the cells of one strategy and number of workers, by side. */
    private record Row(String strategy, int workers, Map<String, Cell> cells) {
        String label() {
            return strategy + " · " + workers + (workers == 1 ? " worker" : " workers");
        }
    }

    @Override
    public Sheet draw(RunData run) throws NothingToShowException {
        Collection<Cell> cells = run.cells().values();
        Set<String> present = new LinkedHashSet<>();
        cells.forEach(cell -> present.add(side.apply(cell.key())));
        if (!present.containsAll(sides.subList(0, 2))) {
            throw new NothingToShowException(
                    "trials of both " + sides.get(0) + " and " + sides.get(1) + " must have been measured");
        }
        Map<String, Look> looks = Look.of(sides, present);
        List<Double> ratios = new ArrayList<>();
        List<List<Panel>> grid = new ArrayList<>();
        for (String each : panels.apply(run)) {
            List<Row> rows = rows(run, each);
            rows.forEach(row -> ratio(row).ifPresent(ratio -> ratios.addAll(List.of(ratio.low(), ratio.high()))));
        }
        for (String each : panels.apply(run)) {
            List<Row> rows = rows(run, each);
            if (!rows.isEmpty()) {
                grid.add(List.of(throughputs(each, rows, looks), ratios(rows, looks, ratios)));
            }
        }
        List<Entry> legend = new ArrayList<>();
        for (String each : sides) {
            if (looks.containsKey(each)) {
                String label = sides.indexOf(each) < 2 ? each : each + " (for reference)";
                legend.add(new Sheet.Series(label, looks.get(each), Verdict.VALID, false));
            }
        }
        legend.addAll(
                SeriesLayers.verdictLegend(cells, looks.values().iterator().next()));
        String subtitle = String.format(
                "Left: purchases decided in a second. Right: how many times as many %s decides as %s.%s",
                sides.get(0), sides.get(1), SeriesLayers.repeats(run));
        return new Sheet(title, subtitle, legend, grid, WIDTHS);
    }

    private List<Row> rows(RunData run, String panelName) {
        List<Row> rows = new ArrayList<>();
        for (String strategy : run.strategies()) {
            for (int workers : run.workers()) {
                Map<String, Cell> cells = new LinkedHashMap<>();
                run.cells().forEach((key, cell) -> {
                    if (panel.apply(key).equals(panelName)
                            && key.strategy().equals(strategy)
                            && key.workers() == workers
                            && sides.contains(side.apply(key))) {
                        cells.put(side.apply(key), cell);
                    }
                });
                if (!cells.isEmpty()) {
                    rows.add(new Row(strategy, workers, cells));
                }
            }
        }
        return rows;
    }

    private Panel throughputs(String panelName, List<Row> rows, Map<String, Look> looks) {
        List<Layer> layers = new ArrayList<>();
        double highest = 0;
        for (int i = 0; i < rows.size(); i++) {
            double y = -0.5 - i;
            for (int s = sides.size() - 1; s >= 0; s--) { // those compared on top of the reference
                Cell cell = rows.get(i).cells().get(sides.get(s));
                Look look = looks.get(sides.get(s));
                if (cell == null || look == null) {
                    continue;
                }
                Spread spread = cell.throughput();
                highest = Math.max(highest, spread.high());
                add(layers, sides.get(s), look, cell.verdict(), spread, y);
            }
        }
        return new Panel(
                panelName,
                Axis.fromZero("operations/s", highest),
                Axis.rows(rows.stream().map(Row::label).toList()),
                rows.size() * ROW_HEIGHT,
                layers);
    }

    private Panel ratios(List<Row> rows, Map<String, Look> looks, List<Double> all) {
        String title = sides.get(0) + " ÷ " + sides.get(1);
        Axis x = Axis.ratios("times as fast", all);
        Look look = looks.values().iterator().next();
        List<Layer> layers = new ArrayList<>();
        layers.add(new Guide(new Point(0, -rows.size()), new Point(0, 0)));
        for (int i = 0; i < rows.size(); i++) {
            double y = -0.5 - i;
            Optional<Spread> ratio = ratio(rows.get(i));
            if (ratio.isPresent()) {
                Spread r = ratio.get();
                Spread logarithms = new Spread(Math.log10(r.low()), Math.log10(r.median()), Math.log10(r.high()));
                add(layers, title, look, verdict(rows.get(i)), logarithms, y);
                String text = String.format(Locale.ROOT, "%.2f", r.median());
                layers.add(new Text(new Point(x.max(), y), text, Look.INK, false, 1, false));
            }
        }
        List<String> blank = rows.stream().map(row -> "").toList();
        return new Panel(title, x, Axis.rows(blank), rows.size() * ROW_HEIGHT, layers);
    }

    private static void add(List<Layer> layers, String series, Look look, Verdict verdict, Spread spread, double y) {
        if (spread.low() < spread.high()) {
            layers.add(new Whisker(look, new Point(spread.low(), y), new Point(spread.high(), y)));
        }
        layers.add(new Points(series, look, verdict, List.of(new Point(spread.median(), y))));
    }

    private Verdict verdict(Row row) {
        return row.cells().entrySet().stream()
                .filter(cell -> sides.indexOf(cell.getKey()) < 2)
                .map(cell -> cell.getValue().verdict())
                .reduce(Verdict.VALID, Verdict::worst);
    }

    /** The first side's throughput over the second's, one for each repeat that both have. */
    private Optional<Spread> ratio(Row row) {
        Cell one = row.cells().get(sides.get(0));
        Cell other = row.cells().get(sides.get(1));
        List<Double> ratios = new ArrayList<>();
        if (one != null && other != null) {
            for (TrialRow a : one.measured()) {
                for (TrialRow b : other.measured()) {
                    if (a.setup().repeat() == b.setup().repeat() && throughput(a) > 0 && throughput(b) > 0) {
                        ratios.add(throughput(a) / throughput(b));
                    }
                }
            }
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
    }

    private static double throughput(TrialRow row) {
        return row.measured().map(Measured::figures).orElseThrow().throughputOpsS();
    }
}
