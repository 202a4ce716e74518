package dev.onsale.charts;

import dev.onsale.charts.Panel.Bars;
import dev.onsale.charts.Panel.Layer;
import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Text;
import dev.onsale.charts.Sheet.Entry;
import dev.onsale.core.history.Verdict;
import dev.onsale.record.Cost;
import dev.onsale.record.Figures;
import dev.onsale.record.TrialResult.Measured;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What something is made up of: a bar for each combination, a panel for each model. */
final class StackedPlot implements Plot {
    private static final int HEIGHT = 250;
    private static final double LETTER_WIDTH = 7.7;

    /** More combinations than this and each architecture has a panel of its own. */
    private static final int ONE_PANEL = 36;

    /** More in one panel than this and there is no room for numbers. */
    private static final int NUMBERS = 75;

    private final String name;
    private final String title;
    private final String subtitle;
    private final String axis;
    private final List<Part> customary;
    private final List<Part> exceptional;

    /** Whether a part too small for its number is told above the bar; else the whole is. */
    private final boolean tellsSmallParts;

    /** A layer of the bars. */
    private record Part(String label, Color fill, Color ink, ToDoubleFunction<Cell> size) {}

    /** @param exceptional drawn only when there is any of it */
    private StackedPlot(
            String name,
            String title,
            String subtitle,
            String axis,
            List<Part> customary,
            List<Part> exceptional,
            boolean tellsSmallParts) {
        this.name = name;
        this.title = title;
        this.subtitle = subtitle;
        this.axis = axis;
        this.customary = customary;
        this.exceptional = exceptional;
        this.tellsSmallParts = tellsSmallParts;
    }

    /** What became of the purchases. */
    static Plot ofOutcomes() {
        return new StackedPlot(
                "outcomes",
                "Sold and rejected",
                "Purchases by their outcome; of several repeats, those of the one with the worst verdict.",
                "purchases",
                List.of(
                        new Part("sold", new Color(0x1F, 0x5A, 0x8C), Color.WHITE, count(Figures::sold)),
                        new Part("rejected", new Color(0xC6, 0xD9, 0xEA), Look.INK, count(Figures::rejected))),
                List.of(
                        new Part("not executed", new Color(0xE6, 0x9F, 0x00), Look.INK, count(Figures::notExecuted)),
                        new Part("unknown", Look.INK, Color.WHITE, count(Figures::unknown))),
                true);
    }

    private static ToDoubleFunction<Cell> count(ToDoubleFunction<Figures> figure) {
        return cell -> figure.applyAsDouble(worst(cell).figures());
    }

    /** Where the CPU time goes. */
    static Plot ofCpuTime() {
        return new StackedPlot(
                "cpu",
                "CPU time of a purchase",
                "User and system time of each process over the purchases decided; medians of the repeats. It depends less"
                        + " than throughput on how busy the machine was.",
                "CPU µs a purchase",
                List.of(),
                List.of(
                        new Part("client", new Color(0xC6, 0xD9, 0xEA), Look.INK, micros(Cost::cpuClientUs)),
                        new Part("balancer", new Color(0xE6, 0x9F, 0x00), Look.INK, micros(Cost::cpuBalancerUs)),
                        new Part("broker", new Color(0xB0, 0x5A, 0x2E), Color.WHITE, micros(Cost::cpuBrokerUs)),
                        new Part("worker", new Color(0x1F, 0x5A, 0x8C), Color.WHITE, micros(Cost::cpuWorkerUs)),
                        new Part("store", Look.INK, Color.WHITE, micros(Cost::cpuStoreUs))),
                false);
    }

    /** The median of those trials that know it; 0 when none does. */
    private static ToDoubleFunction<Cell> micros(Function<Cost, OptionalDouble> part) {
        return cell -> {
            List<Double> known = cell.results().stream()
                    .map(result -> part.apply(result.cost()))
                    .filter(OptionalDouble::isPresent)
                    .map(OptionalDouble::getAsDouble)
                    .toList();
            return known.isEmpty() ? 0 : Math.round(Cell.Spread.of(known).median() * 10) / 10.0;
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Sheet draw(RunData run) throws NothingToShowException {
        if (run.cells().isEmpty()) {
            throw new NothingToShowException("no trial was measured");
        }
        List<Part> parts = new ArrayList<>(customary);
        for (Part part : exceptional) {
            if (run.cells().values().stream().anyMatch(cell -> size(cell, part) > 0)) {
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            throw new NothingToShowException("no trial knows its " + axis);
        }
        List<List<Panel>> grid = new ArrayList<>();
        for (String model : run.models()) {
            List<Cell.Key> keys = keys(run, model);
            if (keys.size() <= ONE_PANEL) {
                grid.add(List.of(panel(run, model, keys, parts)));
            } else {
                for (String architecture : run.architectures()) {
                    List<Cell.Key> few = keys.stream()
                            .filter(key -> key.architecture().equals(architecture))
                            .toList();
                    grid.add(List.of(panel(run, architecture + " · " + model, few, parts)));
                }
            }
        }
        List<Entry> legend = new ArrayList<>();
        parts.forEach(part -> legend.add(new Sheet.Fill(part.label(), part.fill())));
        return new Sheet(title, subtitle, legend, grid);
    }

    /** The trial that the cell's verdict comes from. */
    private static Measured worst(Cell cell) {
        return cell.results().stream()
                .max(Comparator.comparing(Measured::verdict))
                .orElseThrow();
    }

    private Panel panel(RunData run, String heading, List<Cell.Key> keys, List<Part> parts) {
        Map<Cell.Key, Cell> all = run.cells();
        List<Optional<Cell>> cells =
                keys.stream().map(key -> Optional.ofNullable(all.get(key))).toList();
        double highest = cells.stream()
                .flatMap(Optional::stream)
                .mapToDouble(cell -> total(cell, parts))
                .max()
                .orElse(0);
        Axis bars = Axis.fromZero(axis, highest);
        double tallest = cells.stream()
                .flatMap(Optional::stream)
                .mapToDouble(cell -> total(cell, parts) / bars.max() * HEIGHT + roomFor(note(cell, parts, bars.max())))
                .max()
                .orElse(0);
        int height = (int) Math.max(HEIGHT, tallest); // notes have room of their own above the bars' axis
        Axis y = new Axis(bars.title(), 0, bars.max() * height / HEIGHT, bars.ticks(), true);
        List<Layer> layers = new ArrayList<>();
        for (Part part : parts) {
            List<Double> values = cells.stream()
                    .map(cell -> cell.map(measured -> size(measured, part)).orElse(0.0))
                    .toList();
            layers.add(new Bars(part.label(), part.fill(), values));
        }
        for (int i = 0; i < keys.size() && keys.size() <= NUMBERS; i++) {
            layers.addAll(texts(i + 0.5, cells.get(i), parts, bars.max()));
        }
        return new Panel(heading, categories(keys), y, height, layers);
    }

    private static double total(Cell cell, List<Part> parts) {
        return parts.stream().mapToDouble(part -> size(cell, part)).sum();
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

    private static double size(Cell cell, Part part) {
        return part.size().applyAsDouble(cell);
    }

    private List<Layer> texts(double x, Optional<Cell> cell, List<Part> parts, double top) {
        List<Layer> texts = new ArrayList<>();
        if (cell.isEmpty()) {
            return List.of(new Text(new Point(x, top * 0.02), "failed", Look.FAINT, false, 0, true));
        }
        double below = 0;
        for (Part part : parts) {
            double size = size(cell.get(), part);
            if (fits(size, top)) {
                Point middle = new Point(x, below + size / 2);
                texts.add(new Text(middle, number(size), part.ink(), false, 0.5, true));
            }
            below += size;
        }
        String note = note(cell.get(), parts, top);
        texts.add(new Text(new Point(x, below + top * 0.02), note, Look.INK, true, 0, true));
        return texts;
    }

    /** What stands above a bar: its verdict if not valid, and the numbers that do not fit inside, or the whole. */
    private String note(Cell cell, List<Part> parts, double top) {
        List<String> notes = new ArrayList<>();
        if (cell.verdict() != Verdict.VALID) {
            notes.add(cell.verdict().name());
        }
        if (!tellsSmallParts) {
            notes.add(number(total(cell, parts)));
            return String.join(", ", notes);
        }
        for (Part part : parts) {
            double size = size(cell, part);
            if (size > 0 && !fits(size, top)) {
                notes.add(number(size) + ' ' + part.label());
            }
        }
        return String.join(", ", notes);
    }

    private static String number(double size) {
        return Axis.number(size < 10 ? size : Math.round(size));
    }

    private static boolean fits(double size, double top) {
        return size / top * HEIGHT >= roomFor(number(size));
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
