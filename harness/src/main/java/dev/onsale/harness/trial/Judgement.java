package dev.onsale.harness.trial;

import dev.onsale.core.history.Checker;
import dev.onsale.core.history.Circumstances;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.Report;
import dev.onsale.core.history.Violation;
import dev.onsale.record.Incidents;
import dev.onsale.record.Proof;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;

/** A report on a trial's evidence, and how a run records it. */
public record Judgement(Report report, Proof proof, Incidents incidents) {
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
                        OptionalDouble.of(millis)),
                incidents(evidence));
    }

    private static Incidents incidents(Evidence evidence) {
        Circumstances seen = evidence.circumstances();
        return new Incidents(
                Optional.of(evidence.situation().name()),
                seen.known() ? OptionalInt.of(seen.lostWorkers().size()) : OptionalInt.empty(),
                count(seen.redeliveries()),
                count(seen.mismatchedReplies()),
                count(seen.leftInQueue()),
                count(seen.deadLetters()));
    }

    private static OptionalInt count(OptionalLong count) {
        return count.isPresent()
                ? OptionalInt.of((int) Math.min(Integer.MAX_VALUE, count.getAsLong()))
                : OptionalInt.empty();
    }

    private static Optional<String> retriesAgree(Evidence evidence, Report report) {
        if (report.totals().containsKey(Violation.Kind.IDEMPOTENCY)) {
            return Optional.of("no");
        }
        return evidence.history().repeats() ? Optional.of("yes") : Optional.empty();
    }

    /**
     * All that was seen, whatever was declared: one counter-example for each kind of violation, why the trial cannot be valid, and what
     * else a reader should know. Nothing where nothing was seen.
     */
    public String detail() {
        StringJoiner text = new StringJoiner(" ");
        violations(text);
        report.doubts().forEach(text::add);
        report.notes().forEach(text::add);
        return text.toString();
    }

    private void violations(StringJoiner text) {
        Set<Violation.Kind> told = EnumSet.noneOf(Violation.Kind.class);
        for (Violation violation : report.violations()) {
            if (told.add(violation.kind())) {
                int total = report.totals().getOrDefault(violation.kind(), 1);
                text.add(violation.kind() + (total > 1 ? " (" + total + " times, the first)" : "") + ": "
                        + violation.text());
            }
        }
    }
}
