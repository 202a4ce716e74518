package dev.onsale.charts;

import dev.onsale.core.history.Verdict;
import dev.onsale.record.RunInfo;
import dev.onsale.record.TrialResult.Failed;
import dev.onsale.record.TrialRow;
import dev.onsale.record.TrialSetup;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What every picture says beside its panels: what the trials proved, and on what they were taken. */
final class Footer {
    private static final String SEPARATOR = " · ";
    private static final int REASON_LENGTH = 160;
    private static final int FAILURES_NAMED = 6;
    private static final int WORKLOADS_NAMED = 6;

    private Footer() {}

    /** Empty where nothing was to prove; else how many trials there are and what they proved, such as {@code 54 trials, all VALID}. */
    static String badge(List<TrialRow> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
        rows.stream()
                .flatMap(row -> row.measured().stream())
                .forEach(result -> verdicts.merge(result.verdict(), 1L, Long::sum));
        long failed = failures(rows).size();
        String trials = rows.size() + (rows.size() == 1 ? " trial" : " trials");
        if (verdicts.size() == 1 && failed == 0) {
            return trials
                    + (rows.size() == 1 ? ", " : ", all ")
                    + verdicts.keySet().iterator().next();
        }
        Stream<String> counts = verdicts.entrySet().stream().map(count -> count.getValue() + " " + count.getKey());
        Stream<String> rest = failed == 0 ? Stream.of() : Stream.of(failed + " failed");
        return trials + ": " + Stream.concat(counts, rest).collect(Collectors.joining(", "));
    }

    /** Sentences for the bottom of the picture, one a line. */
    static List<String> lines(RunData run) {
        List<String> lines = new ArrayList<>();
        RunInfo info = run.info();
        lines.add(joined(
                info.machine().toString(),
                info.machine().os(),
                info.jvm().name() + ' ' + info.jvm().version()));
        long repeats = run.repeats();
        lines.add(joined(
                workloads(run),
                labelled("store", distinct(run, TrialSetup::store)),
                labelled("durability", distinct(run, TrialSetup::durability)),
                labelled("broker", distinct(run, TrialSetup::broker)),
                labelled(
                        "service time",
                        distinct(run, setup -> millis(setup.further().serviceMs()))),
                repeats == 0 ? "" : repeats == 1 ? "one trial each" : repeats + " repeats",
                ("onsale " + info.version() + (info.commit().isEmpty() ? "" : " at commit " + info.commit()))));
        List<TrialRow> failures = failures(run.rows());
        if (!failures.isEmpty()) {
            Map<String, List<String>> byReason = failures.stream()
                    .limit(FAILURES_NAMED)
                    .collect(Collectors.groupingBy(
                            row -> ((Failed) row.result()).reason(),
                            LinkedHashMap::new,
                            Collectors.mapping(row -> row.setup().trial(), Collectors.toList())));
            String named = byReason.entrySet().stream()
                    .map(failure -> String.join(", ", failure.getValue()) + " (" + shortened(failure.getKey()) + ")")
                    .collect(Collectors.joining("; "));
            int unnamed = failures.size() - FAILURES_NAMED;
            lines.add("Failed, so not drawn: " + named + (unnamed > 0 ? "; and " + unnamed + " more" : ""));
        }
        return lines;
    }

    /** What a reader must know of a backend that the trials used, such as that an embedded broker is not RabbitMQ. */
    static List<String> notes(RunData run) {
        boolean brokered =
                run.rows().stream().anyMatch(row -> !row.setup().broker().isEmpty());
        return run.info().backends().stream()
                .filter(backend -> !backend.note().isEmpty()
                        && (brokered || !backend.role().equals("broker")))
                .map(backend ->
                        backend.role() + " " + backend.product() + " " + backend.version() + ": " + backend.note())
                .distinct()
                .toList();
    }

    private static String shortened(String reason) {
        return reason.length() <= REASON_LENGTH ? reason : reason.substring(0, REASON_LENGTH) + "…";
    }

    private static List<TrialRow> failures(List<TrialRow> rows) {
        return rows.stream().filter(row -> row.result() instanceof Failed).toList();
    }

    private static String distinct(RunData run, Function<TrialSetup, String> value) {
        return run.rows().stream()
                .map(row -> value.apply(row.setup()))
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String workloads(RunData run) {
        List<String> names = run.rows().stream()
                .map(row -> row.setup().workload())
                .distinct()
                .toList();
        String named =
                names.stream().limit(WORKLOADS_NAMED).map(Footer::shortened).collect(Collectors.joining(", "));
        int unnamed = names.size() - WORKLOADS_NAMED;
        return labelled(
                names.size() == 1 ? "workload" : "workloads", named + (unnamed > 0 ? " and " + unnamed + " more" : ""));
    }

    /** Nothing where there is none. */
    private static String millis(OptionalDouble millis) {
        return millis.orElse(0) == 0 ? "" : RunData.text(millis) + " ms";
    }

    private static String labelled(String label, String text) {
        return text.isEmpty() ? "" : label + " " + text;
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(SEPARATOR));
    }
}
