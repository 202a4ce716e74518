package dev.onsale.harness.trial;

import dev.onsale.core.history.Checker;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.Report;
import dev.onsale.core.history.Violation;
import dev.onsale.record.Proof;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.StringJoiner;

/** A report on a trial's evidence, and how a run records it. */
public record Judgement(Report report, Proof proof) {
    /** Judges the evidence. */
    public static Judgement of(Evidence evidence) {
        long begin = System.nanoTime();
        Report report = Checker.check(evidence);
        double millis = (System.nanoTime() - begin) / 1e6;
        Report.Slack slack = report.slack();
        return new Judgement(
                report,
                new Proof(
                        Optional.of(report.declared().name()),
                        OptionalInt.of(report.counts().attempts()),
                        OptionalInt.of(report.counts().replayed()),
                        retriesAgree(evidence, report),
                        slack.nanos().isPresent()
                                ? OptionalDouble.of(slack.nanos().getAsLong() / 1e3)
                                : OptionalDouble.empty(),
                        slack.sales(),
                        OptionalDouble.of(millis)));
    }

    private static Optional<String> retriesAgree(Evidence evidence, Report report) {
        if (report.totals().containsKey(Violation.Kind.IDEMPOTENCY)) {
            return Optional.of("no");
        }
        return evidence.history().repeats() ? Optional.of("yes") : Optional.empty();
    }

    /** Why the trial is not valid, with one counter-example for each kind of violation; nothing for one that is. */
    public String detail() {
        return switch (report.verdict()) {
            case VALID -> "";
            case UNKNOWN -> String.join(" ", report.doubts());
            case INVALID -> violations();
        };
    }

    private String violations() {
        StringJoiner text = new StringJoiner(" ");
        Set<Violation.Kind> told = EnumSet.noneOf(Violation.Kind.class);
        for (Violation violation : report.violations()) {
            if (told.add(violation.kind())) {
                int total = report.totals().getOrDefault(violation.kind(), 1);
                text.add(violation.kind() + (total > 1 ? " (" + total + " times, the first)" : "") + ": "
                        + violation.text());
            }
        }
        return text.toString();
    }
}
