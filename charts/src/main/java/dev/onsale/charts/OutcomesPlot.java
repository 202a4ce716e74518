package dev.onsale.charts;

import dev.onsale.charts.Panel.Bars;
import dev.onsale.charts.Panel.Layer;
import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Text;
import dev.onsale.charts.Sheet.Entry;
import dev.onsale.core.history.Verdict;
import dev.onsale.record.Figures;
import dev.onsale.record.TrialResult.Measured;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of the purchases: a bar for each combination, a panel for each model. */
final class OutcomesPlot implements Plot {
    private static final int HEIGHT = 250;
    private static final double LETTER_WIDTH = 7.7;

    /** More combinations than this and each architecture has a panel of its own. */
    private static final int ONE_PANEL = 36;

    /** More in one panel than this and there is no room for numbers. */
    private static final int NUMBERS = 75;

    @Override
    public String name() {
        return "outcomes";
    }

    private record Fate(String label, Color fill, Color ink, ToDoubleFunction<Figures> count) {}

    private static final List<Fate> CUSTOMARY = List.of(
            new Fate("sold", new Color(0x1F, 0x5A, 0x8C), Color.WHITE, Figures::sold),
            new Fate("rejected", new Color(0xC6, 0xD9, 0xEA), Look.INK, Figures::rejected));

    private static final List<Fate> EXCEPTIONAL = List.of(
            new Fate("not executed", new Color(0xE6, 0x9F, 0x00), Look.INK, Figures::notExecuted),
            new Fate("unknown", Look.INK, Color.WHITE, Figures::unknown));

    @Override
    public Sheet draw(RunData run) throws NothingToShowException {
        if (run.cells().isEmpty()) {
            throw new NothingToShowException("no trial was measured");
        }
        List<Fate> fates = new ArrayList<>(CUSTOMARY);
        for (Fate fate : EXCEPTIONAL) {
            if (run.cells().values().stream().anyMatch(cell -> count(worst(cell), fate) > 0)) {
                fates.add(fate);
            }
        }
        List<List<Panel>> grid = new ArrayList<>();
        for (String model : run.models()) {
            List<Cell.Key> keys = keys(run, model);
            if (keys.size() <= ONE_PANEL) {
                grid.add(List.of(panel(run, model, keys, fates)));
            } else {
                for (String architecture : run.architectures()) {
                    List<Cell.Key> few = keys.stream()
                            .filter(key -> key.architecture().equals(architecture))
                            .toList();
                    grid.add(List.of(panel(run, architecture + " · " + model, few, fates)));
                }
            }
        }
        List<Entry> legend = new ArrayList<>();
        fates.forEach(fate -> legend.add(new Sheet.Fill(fate.label(), fate.fill())));
        String repeats = run.repeats() > 1 ? " Of several repeats, the one with the worst verdict." : "";
        return new Sheet("Sold and rejected", "Purchases by their outcome." + repeats, legend, grid);
    }

    /** The trial that the cell's verdict comes from. */
    private static Measured worst(Cell cell) {
        return cell.results().stream()
                .max(Comparator.comparing(Measured::verdict))
                .orElseThrow();
    }

    private static Panel panel(RunData run, String title, List<Cell.Key> keys, List<Fate> fates) {
        Map<Cell.Key, Cell> cells = run.cells();
        List<Optional<Measured>> results = keys.stream()
                .map(key -> Optional.ofNullable(cells.get(key)).map(OutcomesPlot::worst))
                .toList();
        double highest = results.stream()
                .flatMap(Optional::stream)
                .mapToDouble(result -> total(result, fates))
                .max()
                .orElse(0);
        Axis bars = Axis.fromZero("purchases", highest);
        double tallest = results.stream()
                .flatMap(Optional::stream)
                .mapToDouble(
                        result -> total(result, fates) / bars.max() * HEIGHT + roomFor(note(result, fates, bars.max())))
                .max()
                .orElse(0);
        int height = (int) Math.max(HEIGHT, tallest); // notes have room of their own above the bars' axis
        Axis y = new Axis(bars.title(), 0, bars.max() * height / HEIGHT, bars.ticks(), true);
        List<Layer> layers = new ArrayList<>();
        for (Fate fate : fates) {
            List<Double> values = results.stream()
                    .map(result -> result.map(measured -> count(measured, fate)).orElse(0.0))
                    .toList();
            layers.add(new Bars(fate.label(), fate.fill(), values));
        }
        for (int i = 0; i < keys.size() && keys.size() <= NUMBERS; i++) {
            layers.addAll(texts(i + 0.5, results.get(i), fates, bars.max()));
        }
        return new Panel(title, categories(keys), y, height, layers);
    }

    private static double total(Measured result, List<Fate> fates) {
        return fates.stream().mapToDouble(fate -> count(result, fate)).sum();
    }

    /** In pixels, upright. */
    private static double roomFor(String text) {
        return text.isEmpty() ? 0 : text.length() * LETTER_WIDTH + 8;
    }

    /** Tried or measured, in the order of the axis. */
    private static List<Cell.Key> keys(RunData run, String model) {
        return run.keys().stream()
                .filter(key -> key.model().equals(model))
                .sorted(Comparator.comparing(
                                (Cell.Key key) -> run.architectures().indexOf(key.architecture()))
                        .thenComparing(key -> run.strategies().indexOf(key.strategy()))
                        .thenComparing(Cell.Key::workers))
                .toList();
    }

    private static double count(Measured result, Fate fate) {
        return fate.count().applyAsDouble(result.figures());
    }

    private static List<Layer> texts(double x, Optional<Measured> result, List<Fate> fates, double top) {
        List<Layer> texts = new ArrayList<>();
        if (result.isEmpty()) {
            return List.of(new Text(new Point(x, top * 0.02), "failed", Look.FAINT, false, 0, true));
        }
        double below = 0;
        for (Fate fate : fates) {
            double count = count(result.get(), fate);
            if (fits(count, top)) {
                Point middle = new Point(x, below + count / 2);
                texts.add(new Text(middle, Axis.number(count), fate.ink(), false, 0.5, true));
            }
            below += count;
        }
        String note = note(result.get(), fates, top);
        texts.add(new Text(new Point(x, below + top * 0.02), note, Look.INK, true, 0, true));
        return texts;
    }

    /** What stands above a bar: its verdict if not valid, and the numbers that do not fit inside. */
    private static String note(Measured result, List<Fate> fates, double top) {
        Stream<String> verdict = result.verdict() == Verdict.VALID
                ? Stream.of()
                : Stream.of(result.verdict().name());
        return Stream.concat(
                        verdict,
                        fates.stream()
                                .filter(fate -> count(result, fate) > 0)
                                .filter(fate -> !fits(count(result, fate), top))
                                .map(fate -> Axis.number(count(result, fate)) + ' ' + fate.label()))
                .collect(Collectors.joining(", "));
    }

    private static boolean fits(double count, double top) {
        return count / top * HEIGHT >= roomFor(Axis.number(count));
    }

    private static Axis categories(List<Cell.Key> keys) {
        List<Axis.Tick> ticks = new ArrayList<>();
        for (Cell.Key key : keys) {
            ticks.add(new Axis.Tick(ticks.size() + 0.5, Integer.toString(key.workers())));
        }
        return new Axis("workers, strategy, architecture", 0, keys.size(), ticks, false)
                .grouped(List.of(
                        groups(keys, key -> key.architecture() + '\0' + key.strategy()),
                        groups(keys, Cell.Key::architecture)));
    }

    /** The ranges of neighbours that are alike; labelled with what follows the last NUL. */
    private static List<Axis.Group> groups(List<Cell.Key> keys, Function<Cell.Key, String> alike) {
        List<Axis.Group> groups = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= keys.size(); i++) {
            String group = alike.apply(keys.get(from));
            if (i == keys.size() || !alike.apply(keys.get(i)).equals(group)) {
                groups.add(new Axis.Group(from, i, group.substring(group.indexOf('\0') + 1)));
                from = i;
            }
        }
        return groups;
    }
}
