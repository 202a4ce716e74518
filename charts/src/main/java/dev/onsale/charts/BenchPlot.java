package dev.onsale.charts;

import dev.onsale.charts.Cell.Spread;
import dev.onsale.charts.Panel.Layer;
import dev.onsale.charts.Panel.Line;
import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Points;
import dev.onsale.charts.Panel.Whisker;
import dev.onsale.charts.Sheet.Entry;
import dev.onsale.core.history.Verdict;
import dev.onsale.record.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Decisions a second of each strategy alone against the size of its batches: a column for each model, a row for each number of threads. */
final class BenchPlot implements Plot {
    private static final int HEIGHT = 235;
    private static final double MARGIN = 0.35;
    private static final Set<String> DIMENSIONS = Set.of("strategy", "model", "batch");

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public Sheet draw(RunData run) throws NothingToShowException {
        List<Score> scores = run.scores().stream()
                .filter(score -> score.parameters().keySet().containsAll(DIMENSIONS))
                .filter(score -> score.unit().equals("ops/s"))
                .toList();
        if (scores.isEmpty()) {
            throw new NothingToShowException("no strategy's decisions a second were measured");
        }
        Map<String, Look> looks = Look.of(RunData.STRATEGIES, values(scores, "strategy"));
        SortedSet<Integer> batches = new TreeSet<>();
        scores.forEach(score -> batches.add(Integer.valueOf(parameter(score, "batch"))));
        List<Double> samples =
                scores.stream().flatMap(score -> score.samples().stream()).toList();
        Axis x = batches(List.copyOf(batches));
        Axis y = Axis.logarithmic(
                "decisions/s",
                samples.stream().mapToDouble(sample -> sample).min().orElseThrow(),
                samples.stream().mapToDouble(sample -> sample).max().orElseThrow());
        List<List<Panel>> grid = new ArrayList<>();
        for (int threads : new TreeSet<>(scores.stream().map(Score::threads).toList())) {
            List<Panel> row = new ArrayList<>();
            for (String model : RunData.sorted(RunData.MODELS, values(scores, "model"))) {
                String title = model + " · " + threads + (threads == 1 ? " worker" : " workers");
                List<Layer> layers = new ArrayList<>();
                looks.forEach((strategy, look) -> layers.addAll(series(
                        strategy,
                        look,
                        List.copyOf(batches),
                        scores.stream()
                                .filter(where("strategy", strategy))
                                .filter(where("model", model))
                                .filter(score -> score.threads() == threads)
                                .toList())));
                row.add(new Panel(title, x, row.isEmpty() ? y : y.untitled(), HEIGHT, layers));
            }
            grid.add(row);
        }
        List<Entry> legend = new ArrayList<>();
        looks.forEach((strategy, look) -> legend.add(new Sheet.Series(strategy, look, Verdict.VALID, true)));
        return new Sheet(
                "Strategies alone",
                "Purchases decided in a second without office and wire, each worker handing in the next batch after the"
                        + " answer to the last. Medians of iterations, whiskers from lowest to highest. A logarithmic scale.",
                legend,
                grid);
    }

    private static Axis batches(List<Integer> batches) {
        List<Axis.Tick> ticks = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            ticks.add(new Axis.Tick(i, Axis.number(batches.get(i))));
        }
        return new Axis("purchases in a batch", -MARGIN, batches.size() - 1 + MARGIN, ticks, false);
    }

    private static List<Layer> series(String strategy, Look look, List<Integer> batches, List<Score> scores) {
        List<Layer> layers = new ArrayList<>();
        List<Point> line = new ArrayList<>();
        List<Point> medians = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            Optional<Spread> spread = spread(scores, batches.get(i));
            if (spread.isEmpty()) {
                line.add(Point.gap(i));
                continue;
            }
            Point median = new Point(i, Math.log10(spread.get().median()));
            line.add(median);
            medians.add(median);
            if (spread.get().low() < spread.get().high()) {
                layers.add(new Whisker(
                        look,
                        new Point(i, Math.log10(spread.get().low())),
                        new Point(i, Math.log10(spread.get().high()))));
            }
        }
        if (!medians.isEmpty()) {
            layers.add(new Line(strategy, look, line));
            layers.add(new Points(strategy, look, Verdict.VALID, medians));
        }
        return layers;
    }

    private static Optional<Spread> spread(List<Score> scores, int batch) {
        List<Double> samples = scores.stream()
                .filter(where("batch", Integer.toString(batch)))
                .flatMap(score -> score.samples().stream())
                .toList();
        return samples.isEmpty() ? Optional.empty() : Optional.of(Spread.of(samples));
    }

    private static Predicate<Score> where(String parameter, String value) {
        return score -> parameter(score, parameter).equals(value);
    }

    private static String parameter(Score score, String name) {
        return score.parameters().getOrDefault(name, "");
    }

    private static Set<String> values(List<Score> scores, String parameter) {
        return scores.stream().map(score -> parameter(score, parameter)).collect(Collectors.toSet());
    }
}
