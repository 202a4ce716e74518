package dev.onsale.charts;

import dev.onsale.core.history.Evidence;
import dev.onsale.record.Bound;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.RunInfo;
import dev.onsale.record.Score;
import dev.onsale.record.TrialRow;
import dev.onsale.record.TrialSetup;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * A run, or that part of it which was taken with the same further options, arranged for plots.
 *
 * @param variant the further options that set this part apart from the others of its run, by name; empty when there are none
 * @param scores of microbenchmarks; a run has either these or trials
 * @param bounds what throughput can be set against; often none
 */
record RunData(
        RunInfo info,
        Map<String, String> variant,
        List<TrialRow> rows,
        List<Score> scores,
        List<Bound> bounds,
        Latencies latencies,
        Histories histories) {
    /** A trial's latencies by its id. */
    interface Latencies {
        Optional<Histogram> of(String trial) throws IOException;
    }

    /** What a trial was judged on, by its id. */
    interface Histories {
        Optional<Evidence> of(String trial) throws IOException;
    }

    private static final List<String> ARCHITECTURES = List.of("in-process", "direct", "indirect");

    /** Clients and workers apart, and no queue between them, shows contention best. */
    private static final List<String> CONTENDED = List.of("direct", "indirect", "in-process");

    static final List<String> MODELS = List.of("unnumbered", "numbered");
    static final List<String> STRATEGIES = List.of("atomic-long", "lock", "lua", "memory", "racy");

    /** Options that are no part of a cell's key: trials that differ in one of them are never drawn as repeats of each other. */
    private static final Map<String, Function<TrialSetup, String>> FURTHER = further();

    private static Map<String, Function<TrialSetup, String>> further() {
        Map<String, Function<TrialSetup, String>> options = new TreeMap<>();
        options.put("balancer", TrialSetup::balancer);
        options.put("batch", setup -> Integer.toString(setup.batch()));
        options.put("broker", TrialSetup::broker);
        options.put("concurrency", setup -> Integer.toString(setup.concurrency()));
        options.put("durability", TrialSetup::durability);
        options.put(
                "prefetch",
                setup -> setup.prefetch().isPresent() ? "" + setup.prefetch().getAsInt() : "");
        options.put("queue", TrialSetup::queue);
        options.put("duplicate", setup -> text(setup.further().duplicate()));
        options.put("rate", setup -> text(setup.further().rate()));
        options.put("service", setup -> text(setup.further().serviceMs()));
        options.put("store", TrialSetup::store);
        options.put("workload", TrialSetup::workload);
        return options;
    }

    /** As people write it; empty where there is none. */
    static String text(OptionalDouble value) {
        return value.isPresent()
                ? BigDecimal.valueOf(value.getAsDouble()).stripTrailingZeros().toPlainString()
                : "";
    }

    /** The parts of a run; a run that varies only what a cell's key holds is one part. */
    static List<RunData> of(RunDirectory run) throws IOException {
        return of(run.info(), run.rows(), run.scores(), run.bounds(), run::latency, run::history);
    }

    static List<RunData> of(
            RunInfo info,
            List<TrialRow> rows,
            List<Score> scores,
            List<Bound> bounds,
            Latencies latencies,
            Histories histories) {
        List<RunData> parts = List.of(new RunData(info, Map.of(), rows, scores, bounds, latencies, histories));
        for (Map.Entry<String, Function<TrialSetup, String>> option : FURTHER.entrySet()) {
            Set<String> values = variedWithinACell(rows, option.getValue());
            if (values.size() > 1) {
                parts = parts.stream()
                        .flatMap(part -> values.stream().map(value -> part.where(option.getKey(), value)))
                        .filter(part -> !part.rows().isEmpty())
                        .toList();
            }
        }
        return parts;
    }

    /** Every value of the option, if some cell has trials with different ones. */
    private static Set<String> variedWithinACell(List<TrialRow> rows, Function<TrialSetup, String> option) {
        Map<Cell.Key, Set<String>> byCell = rows.stream()
                .map(TrialRow::setup)
                .filter(setup -> !option.apply(setup).isEmpty())
                .collect(Collectors.groupingBy(RunData::key, Collectors.mapping(option, Collectors.toSet())));
        if (byCell.values().stream().noneMatch(values -> values.size() > 1)) {
            return Set.of();
        }
        return rows.stream()
                .map(row -> option.apply(row.setup()))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The trials with this value, and those to which the option means nothing. */
    private RunData where(String option, String value) {
        Function<TrialSetup, String> get = FURTHER.getOrDefault(option, setup -> "");
        Map<String, String> narrower = new LinkedHashMap<>(variant);
        narrower.put(option, value);
        List<TrialRow> matching = rows.stream()
                .filter(row -> get.apply(row.setup()).isEmpty()
                        || get.apply(row.setup()).equals(value))
                .toList();
        return new RunData(info, Collections.unmodifiableMap(narrower), matching, scores, bounds, latencies, histories);
    }

    private static Cell.Key key(TrialSetup setup) {
        return new Cell.Key(setup.architecture(), setup.model(), setup.strategy(), setup.workers());
    }

    /** The cells of which at least one trial ran, in the order of the results. */
    Map<Cell.Key, Cell> cells() {
        Map<Cell.Key, List<TrialRow>> byKey = new LinkedHashMap<>();
        for (TrialRow row : rows) {
            if (row.measured().isPresent()) {
                byKey.computeIfAbsent(key(row.setup()), key -> new ArrayList<>())
                        .add(row);
            }
        }
        Map<Cell.Key, Cell> cells = new LinkedHashMap<>();
        byKey.forEach((key, trials) -> cells.put(key, new Cell(key, List.copyOf(trials))));
        return cells;
    }

    /** The combinations of which a trial was at least tried. */
    Set<Cell.Key> keys() {
        return rows.stream().map(row -> key(row.setup())).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Those of which a trial was at least tried, in the customary order. */
    List<String> architectures() {
        return sorted(ARCHITECTURES, TrialSetup::architecture);
    }

    List<String> models() {
        return sorted(MODELS, TrialSetup::model);
    }

    List<String> strategies() {
        return sorted(STRATEGIES, TrialSetup::strategy);
    }

    /** The trials that show contention best come first. */
    static Comparator<TrialSetup> byContention() {
        return Comparator.comparing((TrialSetup setup) -> {
                    int place = CONTENDED.indexOf(setup.architecture());
                    return place < 0 ? CONTENDED.size() : place;
                })
                .thenComparing(TrialSetup::architecture)
                .thenComparing(TrialSetup::workers, Comparator.reverseOrder());
    }

    Map<String, Look> strategyLooks() {
        return Look.of(STRATEGIES, strategies());
    }

    SortedSet<Integer> workers() {
        return new TreeSet<>(values(TrialSetup::workers));
    }

    /** The greatest number of trials of one cell. */
    long repeats() {
        Map<Cell.Key, Long> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(key(row.setup()), 1L, Long::sum));
        return counts.values().stream().mapToLong(count -> count).max().orElse(0);
    }

    private <T> Collection<T> values(Function<TrialSetup, T> value) {
        return rows.stream().map(row -> value.apply(row.setup())).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<String> sorted(List<String> customary, Function<TrialSetup, String> value) {
        return sorted(customary, values(value));
    }

    /** The customary ones first, in their order. */
    static List<String> sorted(List<String> customary, Collection<String> values) {
        List<String> known = new ArrayList<>(customary);
        known.addAll(values);
        known.retainAll(values);
        return known.stream().distinct().toList();
    }
}
