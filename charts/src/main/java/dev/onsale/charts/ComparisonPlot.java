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
    private static final double HEADROOM = 1.03;

    /** Above the first row, in rows. */
    private static final double HEADING = 0.75;

    /** For a column of numbers, as a share of the axis. */
    private static final double ROOM = 0.17;

    /** Between strategies, in rows. */
    private static final double GAP = 0.45;

    private static final List<Double> WIDTHS = List.of(1.6, 1.0);

    private final String name;
    private final String title;
    private final List<String> sides;
    private final Function<Cell.Key, String> side;
    private final Function<RunData, List<String>> panels;
    private final Function<Cell.Key, String> panel;

    /** The first two sides are compared, the numbers of a third stand beside them. */
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
    private record Row(String strategy, int workers, double y, Map<String, Cell> cells) {
        String label() {
            return strategy + " · " + workers + (workers == 1 ? " worker" : " workers");
        }
    }

    @Override
    public Sheet draw(RunData run) throws NothingToShowException {
        Map<Cell.Key, Cell> cells = run.cells();
        Set<String> present = new LinkedHashSet<>();
        cells.keySet().forEach(key -> present.add(side.apply(key)));
        if (!present.containsAll(sides.subList(0, 2))) {
            throw new NothingToShowException(
                    "trials of both " + sides.get(0) + " and " + sides.get(1) + " must have been measured");
        }
        Map<String, Look> looks = Look.of(sides, present);
        List<Double> ratios = new ArrayList<>();
        List<List<Panel>> grid = new ArrayList<>();
        for (String each : panels.apply(run)) {
            rows(run, cells, each)
                    .forEach(row -> ratio(row).ifPresent(ratio -> ratios.addAll(List.of(ratio.low(), ratio.high()))));
        }
        for (String each : panels.apply(run)) {
            List<Row> rows = rows(run, cells, each);
            if (!rows.isEmpty()) {
                grid.add(List.of(throughputs(each, rows, looks), ratios(rows, ratios)));
            }
        }
        List<Entry> legend = new ArrayList<>();
        for (String each : sides.subList(0, 2)) {
            if (looks.containsKey(each)) {
                legend.add(new Sheet.Series(each, looks.get(each), Verdict.VALID, false));
            }
        }
        legend.addAll(SeriesLayers.verdictLegend(cells.values()));
        String subtitle = String.format(
                "Purchases decided in a second, and the ratio of %s to %s.%s",
                sides.get(0), sides.get(1), SeriesLayers.repeats(run));
        return new Sheet(title, subtitle, legend, grid, WIDTHS);
    }

    private List<Row> rows(RunData run, Map<Cell.Key, Cell> cells, String panelName) {
        List<Row> rows = new ArrayList<>();
        double y = GAP;
        for (String strategy : run.strategies()) {
            int before = rows.size();
            for (int workers : run.workers()) {
                Map<String, Cell> bySide = new LinkedHashMap<>();
                cells.forEach((key, cell) -> {
                    if (panel.apply(key).equals(panelName)
                            && key.strategy().equals(strategy)
                            && key.workers() == workers
                            && sides.contains(side.apply(key))) {
                        bySide.put(side.apply(key), cell);
                    }
                });
                if (!bySide.isEmpty()) {
                    y -= rows.size() == before ? 1 + GAP : 1;
                    rows.add(new Row(strategy, workers, y + 0.5, bySide));
                }
            }
        }
        return rows;
    }

    /** An axis with a tick at each row. */
    private static Axis axis(List<Row> rows, Function<Row, String> label) {
        List<Axis.Tick> ticks = rows.stream()
                .map(row -> new Axis.Tick(row.y(), label.apply(row)))
                .toList();
        return new Axis("", bottom(rows), 0, ticks, true);
    }

    private static double bottom(List<Row> rows) {
        return rows.get(rows.size() - 1).y() - 0.5;
    }

    private static int height(List<Row> rows) {
        return (int) Math.round(-bottom(rows) * ROW_HEIGHT);
    }

    private Panel throughputs(String panelName, List<Row> rows, Map<String, Look> looks) {
        List<Layer> layers = new ArrayList<>();
        double highest = 0;
        for (Row row : rows) {
            for (String each : sides.subList(0, 2)) {
                Cell cell = row.cells().get(each);
                Look look = looks.get(each);
                if (cell != null && look != null) {
                    Spread spread = cell.throughput();
                    highest = Math.max(highest, spread.high());
                    add(layers, each, look, cell.verdict(), spread, row.y());
                }
            }
        }
        Axis x = Axis.fromZero("operations/s", highest * HEADROOM);
        List<Layer> numbers = references(rows, x.withRoom(ROOM).max());
        layers.addAll(numbers);
        return new Panel(
                panelName, numbers.isEmpty() ? x : x.withRoom(ROOM), axis(rows, Row::label), height(rows), layers);
    }

    /** The third side, in numbers, since it may be of quite another size; under its name. */
    private List<Layer> references(List<Row> rows, double x) {
        List<Layer> numbers = new ArrayList<>();
        for (String reference : sides.subList(2, sides.size())) {
            for (Row row : rows) {
                Cell cell = row.cells().get(reference);
                if (cell != null) {
                    String verdict = cell.verdict() == Verdict.VALID ? "" : cell.verdict() + " ";
                    String text =
                            verdict + Axis.number(Math.rint(cell.throughput().median()));
                    numbers.add(new Text(new Point(x, row.y()), text, Look.FAINT, false, 1, false));
                }
            }
            if (!numbers.isEmpty()) {
                numbers.add(new Text(new Point(x, HEADING), reference + ", ops/s", Look.FAINT, false, 1, false));
            }
        }
        return numbers;
    }

    private Panel ratios(List<Row> rows, List<Double> all) {
        String title = sides.get(0) + " ÷ " + sides.get(1);
        Axis x = Axis.ratios("times as fast", all).withRoom(ROOM);
        List<Layer> layers = new ArrayList<>();
        layers.add(new Guide(new Point(0, bottom(rows)), new Point(0, 0)));
        for (Row row : rows) {
            ratio(row).ifPresent(r -> {
                Spread logarithms = new Spread(Math.log10(r.low()), Math.log10(r.median()), Math.log10(r.high()));
                add(layers, title, Look.NEUTRAL, verdict(row), logarithms, row.y());
                String text = String.format(Locale.ROOT, "%.2f", r.median());
                layers.add(new Text(new Point(x.max(), row.y()), text, Look.INK, false, 1, false));
            });
        }
        return new Panel(title, x, axis(rows, row -> ""), height(rows), layers);
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
