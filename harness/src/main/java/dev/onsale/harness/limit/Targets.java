package dev.onsale.harness.limit;

import dev.onsale.harness.limit.Target.Figure;
import dev.onsale.harness.limit.Target.Figure.Of;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** What Onsale is to reach, and whether our ceilings are what other programs measure. */
final class Targets {
    private static final double AGREEMENT = 0.2;

    private static final List<Target> ALL = List.of(
            Target.atLeast(
                    "direct without a balancer, by wrk: of static HTTP",
                    0.5,
                    tool("wrk direct lua"),
                    tool("wrk http static"),
                    tool("wrk nginx static")),
            Target.atLeast(
                    "own balancer, by wrk: of direct without one",
                    0.7,
                    tool("wrk direct lua own"),
                    tool("wrk direct lua")),
            Target.atLeast(
                    "own balancer, by wrk: of NGINX in its place",
                    1,
                    tool("wrk direct lua own"),
                    tool("wrk direct lua nginx")),
            Target.atLeast(
                    "own load generator: of wrk, both through the own balancer",
                    0.6,
                    ours("direct lua"),
                    tool("wrk direct lua own")),
            Target.atLeast(
                    "indirect, replies included: of PerfTest one way",
                    0.75,
                    ours("indirect lua"),
                    tool("perf-test one-way")),
            Target.atLeast(
                    "indirect, 100 a message: of the script, one decision a call",
                    1,
                    ours("indirect lua x100"),
                    ceiling("redis lua x100")),
            Target.atLeast(
                    "direct, 100 a request: of the script, one decision a call",
                    0.6,
                    ours("direct lua x100"),
                    ceiling("redis lua x100")),
            Target.atLeast("direct, 64 in flight, lua: times the floor", 8, ours("direct lua 64"), floor("direct lua")),
            Target.atLeast(
                    "direct, 64 in flight, atomic-long: times the floor",
                    8,
                    ours("direct atomic-long 64"),
                    floor("direct atomic-long")),
            Target.atLeast(
                    "direct, 64 in flight, lock: times the floor", 20, ours("direct lock 64"), floor("direct lock")),
            Target.atLeast(
                    "in-process: of redis-benchmark, the script with 128 decisions a call",
                    0.7,
                    ours("in-process lua"),
                    tool("redis-benchmark lua 128 a call c1"),
                    tool("redis-benchmark lua 128 a call c4")),
            latency("direct"),
            latency("indirect"));

    private static final List<Target> AGREEMENTS = List.of(
            same("redis ping", "redis-benchmark ping"),
            same("redis ping x100", "redis-benchmark ping x100"),
            same("redis incr", "redis-benchmark incr"),
            same("redis incr x100", "redis-benchmark incr x100"),
            same("redis lua", "redis-benchmark lua"),
            same("redis lua x100", "redis-benchmark lua x100"),
            same("redis lua 128 a call", "redis-benchmark lua 128 a call c4"),
            same("http static", "wrk http static"),
            same("amqp one-way", "perf-test one-way"));

    private Targets() {}

    private static Figure ours(String name) {
        return Figure.operations(Kind.OURS, name);
    }

    private static Figure tool(String name) {
        return Figure.operations(Kind.TOOL, name);
    }

    private static Figure ceiling(String name) {
        return Figure.operations(Kind.CEILING, name);
    }

    private static Figure floor(String name) {
        return Figure.operations(Kind.FLOOR, name);
    }

    private static Target latency(String architecture) {
        return Target.atMost(
                architecture + ", p99 at half of the capacity: times the median of an idle system",
                10,
                new Figure(Kind.OURS, architecture + " lua half", Of.P99),
                new Figure(Kind.OURS, architecture + " lua idle", Of.P50));
    }

    private static Target same(String ceiling, String tool) {
        return Target.atLeast(ceiling, 1, ceiling(ceiling), tool(tool));
    }

    /**
     * What is set against each other, as {@code kind name}. Half of a capacity is to be measured right after the capacity, so they count as
     * well.
     */
    static List<Set<String>> compared() {
        List<Set<String>> sets = new ArrayList<>();
        Stream.concat(ALL.stream(), AGREEMENTS.stream()).forEach(target -> sets.add(target.measured()));
        sets.add(Set.of("ours direct lua", "ours direct lua half"));
        sets.add(Set.of("ours indirect lua", "ours indirect lua half"));
        return sets;
    }

    static List<Target.Result> results(Medians medians) {
        return ALL.stream().map(target -> target.in(medians)).toList();
    }

    /** A line for each target. */
    static Grid table(Medians medians) {
        Grid grid = new Grid("target", "#ours", "#against", "#ratio", "goal", "met", "which against which");
        for (Target.Result result : results(medians)) {
            grid.add(
                    result.target().name(),
                    whole(result.ours()),
                    whole(result.against()),
                    ratio(result.ratio()),
                    result.goal(),
                    result.met(),
                    result.target().ours() + " / " + result.opponent());
        }
        return grid;
    }

    /** A line for each of our ceilings that another program measures too. */
    static Grid agreement(Medians medians) {
        Grid grid = new Grid("our ceiling", "#ours", "#theirs", "#ratio", "within 20 %", "their measurement");
        for (Target target : AGREEMENTS) {
            Target.Result result = target.in(medians);
            grid.add(
                    target.name(),
                    whole(result.ours()),
                    whole(result.against()),
                    ratio(result.ratio()),
                    result.ratio().isEmpty()
                            ? "-"
                            : Math.abs(result.ratio().getAsDouble() - 1) <= AGREEMENT ? "yes" : "no",
                    result.opponent());
        }
        return grid;
    }

    /** {@code targets.csv}: header and lines, a dash where something was not measured. */
    static List<String> csv(Medians medians) {
        List<String> lines = new ArrayList<>(List.of("target,measured,against,ours,theirs,ratio,goal,met"));
        for (Target.Result result : results(medians)) {
            lines.add(String.join(
                    ",",
                    quoted(result.target().name()),
                    quoted(result.target().ours().toString()),
                    quoted(result.opponent()),
                    plain(result.ours()),
                    plain(result.against()),
                    ratio(result.ratio()),
                    result.goal(),
                    result.met()));
        }
        return lines;
    }

    private static String quoted(String text) {
        return text.contains(",") ? '"' + text + '"' : text;
    }

    private static String whole(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%,.0f", value.getAsDouble()) : "-";
    }

    private static String plain(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.1f", value.getAsDouble()) : "-";
    }

    private static String ratio(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "-";
    }
}
