package dev.onsale.charts;

import dev.onsale.charts.CloseUp.Request;
import dev.onsale.charts.Panel.Guide;
import dev.onsale.charts.Panel.Layer;
import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Span;
import dev.onsale.charts.Panel.Spans;
import dev.onsale.charts.Panel.Text;
import dev.onsale.charts.Sheet.Entry;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.Level;
import dev.onsale.core.history.Report;
import dev.onsale.core.history.Verdict;
import dev.onsale.core.history.Violation.Kind;
import dev.onsale.record.TrialResult.Measured;
import dev.onsale.record.TrialRow;
import dev.onsale.record.TrialSetup;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The proof of linearizability as a picture: the sales and rejections next to the instant by which the last ticket must have gone, as intervals.
 * A panel for each strategy, all of the same architecture and number of workers.
 */
final class SellOutPlot implements Plot {
    private static final int COLUMNS = 2;
    private static final int ROW_HEIGHT = 10;

    /** Between sales and rejections, in rows. */
    private static final double GAP = 1;

    /** For what the line means, in rows. */
    private static final double HEADING = 2.2;

    /** Of the x axis on either side, as a share of what is drawn. */
    private static final double MARGIN = 0.04;

    private static final int TICK_EVERY = 5;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_MICRO = 1e3;

    private static final Color SALE = new Color(0x1F, 0x5A, 0x8C);
    private static final Color REJECTION = new Color(0xE4, 0xEC, 0xF4);
    private static final Color VIOLATION = new Color(0xF0, 0x9A, 0x4A);

    /** What a bar shows. */
    private record Role(String label, Stripe stripe) {
        static final Role SOLD = new Role("sold", new Stripe(SALE, SALE, 0.72, false));
        static final Role REJECTED = new Role("rejected", new Stripe(REJECTION, Look.INK, 0.4, false));
        static final Role WRONGLY_SOLD =
                new Role("sold: proof of a violation", new Stripe(VIOLATION, Look.INK, 0.72, true));
        static final Role WRONGLY_REJECTED =
                new Role("rejected: proof of a violation", new Stripe(REJECTION, Look.INK, 0.4, true));

        static final List<Role> ALL = List.of(SOLD, REJECTED, WRONGLY_SOLD, WRONGLY_REJECTED);

        static Role of(Request request, CloseUp closeUp) {
            boolean proof = closeUp.proof().contains(request);
            if (request.sold()) {
                return proof ? WRONGLY_SOLD : SOLD;
            }
            return proof ? WRONGLY_REJECTED : REJECTED;
        }
    }

    /** Which trials are drawn together. */
    private record Site(String architecture, int workers) {
        static Site of(TrialSetup setup) {
            return new Site(setup.architecture(), setup.workers());
        }
    }

    private record Shown(TrialRow row, CloseUp closeUp) {}

    @Override
    public String name() {
        return "sell-out";
    }

    @Override
    public Sheet draw(RunData run) throws IOException, NothingToShowException {
        List<Shown> trials = choose(run);
        if (trials.isEmpty()) {
            throw new NothingToShowException(
                    "no history was recorded of an unnumbered sale in which somebody was turned away");
        }
        List<List<Panel>> grid = new ArrayList<>();
        for (int i = 0; i < trials.size(); i += COLUMNS) {
            grid.add(trials.subList(i, Math.min(i + COLUMNS, trials.size())).stream()
                    .map(SellOutPlot::panel)
                    .toList());
        }
        TrialSetup setup = trials.get(0).row().setup();
        String workers = setup.workers() + (setup.workers() == 1 ? " worker" : " workers");
        return new Sheet(
                "The moment the tickets ran out",
                "Purchases next to the line, each from its invocation to its response; "
                        + setup.architecture()
                        + ", " + workers
                        + ". In a sound sale no sale begins after the line, and no ticket is sold twice."
                        + (run.repeats() > 1 ? " Of several repeats, the one with the worst verdict." : ""),
                legend(trials),
                grid);
    }

    private static List<Entry> legend(List<Shown> trials) {
        Set<Role> roles = trials.stream()
                .map(Shown::closeUp)
                .flatMap(closeUp -> requests(closeUp).map(request -> Role.of(request, closeUp)))
                .collect(Collectors.toSet());
        List<Entry> legend = new ArrayList<>();
        Role.ALL.stream()
                .filter(roles::contains)
                .forEach(role -> legend.add(new Sheet.Interval(role.label(), role.stripe())));
        legend.add(new Sheet.Guide("the first rejection is answered, or the first sale too many"));
        return legend;
    }

    private static Stream<Request> requests(CloseUp closeUp) {
        return Stream.concat(closeUp.sales().stream(), closeUp.rejections().stream());
    }

    /** From the site where most strategies can be shown; of several, from that which shows contention best. */
    private static List<Shown> choose(RunData run) throws IOException {
        Map<Site, Map<String, List<TrialRow>>> sites = new LinkedHashMap<>();
        run.rows().stream()
                .filter(row -> row.setup().model().equals("unnumbered"))
                .filter(row -> row.measured()
                        .filter(result -> result.figures().rejected() > 0 || result.verdict() == Verdict.INVALID)
                        .isPresent())
                .sorted(Comparator.comparing(TrialRow::setup, RunData.byContention()))
                .forEach(row -> sites.computeIfAbsent(Site.of(row.setup()), site -> new LinkedHashMap<>())
                        .computeIfAbsent(row.setup().strategy(), strategy -> new ArrayList<>())
                        .add(row));
        List<Map<String, List<TrialRow>>> byStrategies = sites.values().stream()
                .sorted(Comparator.comparing((Map<String, List<TrialRow>> site) -> site.size())
                        .reversed())
                .toList();
        List<Shown> best = List.of();
        for (Map<String, List<TrialRow>> site : byStrategies) {
            if (site.size() > best.size()) { // else it cannot be better, whatever histories it has
                List<Shown> shown = new ArrayList<>();
                for (String strategy : run.strategies()) {
                    worst(run, site.getOrDefault(strategy, List.of())).ifPresent(shown::add);
                }
                best = shown.size() > best.size() ? shown : best;
            }
        }
        return best;
    }

    private static Optional<Shown> worst(RunData run, List<TrialRow> repeats) throws IOException {
        List<TrialRow> worstFirst = repeats.stream()
                .sorted(Comparator.comparing((TrialRow row) -> row.result().verdict())
                        .reversed())
                .toList();
        for (TrialRow row : worstFirst) {
            Optional<Evidence> evidence = run.histories().of(row.setup().trial());
            Optional<CloseUp> closeUp = evidence.flatMap(CloseUp::of);
            if (closeUp.isPresent()) {
                return Optional.of(new Shown(row, closeUp.get()));
            }
        }
        return Optional.empty();
    }

    private static Panel panel(Shown trial) {
        CloseUp closeUp = trial.closeUp();
        double furthest = requests(closeUp)
                .flatMapToLong(request -> LongStream.of(request.startNanos(), request.endNanos()))
                .map(nanos -> Math.abs(nanos - closeUp.turnNanos()))
                .max()
                .orElse(0);
        double unit = furthest >= NANOS_PER_MILLI ? NANOS_PER_MILLI : NANOS_PER_MICRO;
        Map<Role, List<Span>> spans = new LinkedHashMap<>();
        double y = 0.5;
        for (Request request : closeUp.sales()) {
            add(spans, request, closeUp, unit, y++);
        }
        y += GAP;
        double firstRejection = y;
        for (Request request : closeUp.rejections()) {
            add(spans, request, closeUp, unit, y++);
        }
        double top = y - 0.5 + HEADING;
        Axis x = x(spans, unit, closeUp);
        List<Layer> layers = new ArrayList<>();
        spans.forEach((role, of) -> layers.add(new Spans(role.label(), role.stripe(), of)));
        layers.add(new Guide(new Point(0, 0), new Point(0, top - HEADING + 0.3)));
        layers.add(new Text(new Point(0, top - HEADING / 2), meaning(closeUp), Look.INK, false, x.fraction(0), false));
        List<Axis.Tick> ticks = ticks(closeUp.sales());
        if (!closeUp.rejections().isEmpty()) {
            ticks.add(new Axis.Tick((firstRejection + y - 1) / 2, "sold out"));
        }
        Axis rows = new Axis("ticket", 0, top, ticks, false);
        return new Panel(title(trial), x, rows, (int) Math.round(top * ROW_HEIGHT), layers);
    }

    private static void add(Map<Role, List<Span>> spans, Request request, CloseUp closeUp, double unit, double y) {
        double from = (request.startNanos() - closeUp.turnNanos()) / unit;
        double to = (request.endNanos() - closeUp.turnNanos()) / unit;
        spans.computeIfAbsent(Role.of(request, closeUp), role -> new ArrayList<>())
                .add(new Span(from, to, y));
    }

    private static Axis x(Map<Role, List<Span>> spans, double unit, CloseUp closeUp) {
        double low = 0;
        double high = 0;
        for (List<Span> some : spans.values()) {
            for (Span span : some) {
                low = Math.min(low, span.from());
                high = Math.max(high, span.to());
            }
        }
        double margin = MARGIN * Math.max(high - low, 1e-3);
        String title = (unit == NANOS_PER_MILLI ? "ms" : "µs") + " from the response of the first "
                + (closeUp.rejections().isEmpty() ? "sale too many" : "rejection");
        return Axis.between(title, low - margin, high + margin);
    }

    /** What the line is for this sale. */
    private static String meaning(CloseUp closeUp) {
        if (closeUp.rejections().isEmpty()) {
            boolean full = closeUp.report().counts().sold() > closeUp.capacity();
            return full ? "more than " + Axis.number(closeUp.capacity()) + " sold by here" : "a ticket sold again";
        }
        int slack = closeUp.report().slack().sales().orElse(0);
        return slack >= 0
                ? "all " + Axis.number(closeUp.capacity()) + " sold by here"
                : "at most " + Axis.number(closeUp.capacity() + slack) + " of " + Axis.number(closeUp.capacity())
                        + " sold by here";
    }

    /** Tickets sold more than once have each a label, of others some do. */
    private static List<Axis.Tick> ticks(List<Request> sales) {
        List<Axis.Tick> ticks = new ArrayList<>();
        double last = -TICK_EVERY;
        for (int i = 0; i < sales.size(); ) {
            int ticket = sales.get(i).ticket();
            int next = i;
            while (next < sales.size() && sales.get(next).ticket() == ticket) {
                next++;
            }
            double middle = (i + next) / 2.0;
            boolean several = next - i > 1;
            if (middle - last >= (several ? 2 : TICK_EVERY)) {
                ticks.add(new Axis.Tick(middle, Axis.number(ticket) + (several ? " ×" + (next - i) : "")));
                last = middle;
            }
            i = next;
        }
        return ticks;
    }

    /** Strategy, verdict and level, and how close it came or what was found. */
    private static String title(Shown trial) {
        Report report = trial.closeUp().report();
        Verdict verdict = trial.row()
                .measured()
                .map(Measured::verdict)
                .map(report.verdict()::worst)
                .orElse(report.verdict());
        List<String> parts = new ArrayList<>();
        parts.add(verdict.name());
        parts.add(report.observed().name());
        int twice = report.totals().getOrDefault(Kind.DUP_NUMBER, 0);
        if (twice > 0) {
            List<Request> near = trial.closeUp().sales();
            boolean here = near.stream().map(Request::ticket).distinct().count() < near.size();
            parts.add(
                    Axis.number(twice) + (twice == 1 ? " ticket" : " tickets") + " twice" + (here ? "" : " elsewhere"));
        }
        int tooMany = report.counts().sold() - trial.closeUp().capacity();
        if (tooMany > 0) {
            parts.add(Axis.number(tooMany) + " too many");
        }
        report.slack().nanos().ifPresent(nanos -> {
            if (nanos < 0) {
                parts.add("sold " + duration(-nanos) + " too late");
            } else if (report.observed().compareTo(Level.LINEARIZABLE) >= 0) {
                parts.add(duration(nanos) + " to spare");
            }
        });
        return trial.row().setup().strategy() + ": " + String.join(", ", parts);
    }

    private static String duration(long nanos) {
        return nanos >= NANOS_PER_MILLI
                ? Axis.number(Math.rint(nanos / NANOS_PER_MILLI * 10) / 10) + " ms"
                : Axis.number(Math.rint(nanos / NANOS_PER_MICRO)) + " µs";
    }
}
