package dev.onsale.harness.cli;

import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.Report;
import dev.onsale.core.history.Verdict;
import dev.onsale.harness.trial.Judgement;
import dev.onsale.record.Figures;
import dev.onsale.record.Proof;
import dev.onsale.record.RunDirectory;
import dev.onsale.record.TrialResult.Measured;
import dev.onsale.record.TrialRow;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code onsale verify}: judges a recorded run again, from its histories alone. */
final class VerifyCommand implements Command {
    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String summary() {
        return "judge a recorded run again, from its histories";
    }

    @Override
    public String arguments() {
        return "RUN";
    }

    @Override
    public String notes() {
        return "RUN is the directory of a run, such as runs/20261122-170000-matrix.\n";
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public int run(CommandLine line, Terminal terminal) throws IOException {
        RunDirectory run = Values.run(name(), line, terminal);
        run.info(); // a directory whose own account cannot be read proves nothing
        List<TrialRow> rows = run.rows();
        Verdict worst = rows.isEmpty() ? Verdict.UNKNOWN : Verdict.VALID;
        int judged = 0;
        int differing = 0;
        for (TrialRow row : rows) {
            Optional<Measured> recorded = row.measured();
            Optional<Evidence> evidence;
            try {
                evidence = recorded.isPresent() ? run.history(row.setup().trial()) : Optional.empty();
            } catch (IOException e) {
                terminal.say(row.setup().trial() + ": " + e.getMessage());
                worst = worst.worst(Verdict.UNKNOWN);
                continue;
            }
            if (evidence.isEmpty()) {
                terminal.say(row.setup().trial() + ": "
                        + (recorded.isPresent() ? "no history was recorded" : "the trial failed"));
                worst = worst.worst(Verdict.UNKNOWN);
                continue;
            }
            Judgement judgement = Judgement.of(evidence.get());
            String differences = differences(recorded.get(), judgement);
            terminal.say(row.setup().trial() + ": " + told(judgement) + differences);
            worst = worst.worst(judgement.report().verdict());
            judged++;
            differing += differences.isEmpty() ? 0 : 1;
        }
        terminal.say(judged + " of " + rows.size() + " trials judged again: "
                + (differing > 0
                        ? differing + " NOT AS RECORDED"
                        : judged > 0 ? "all as recorded" : "there was nothing to judge")
                + (judged < rows.size() ? "; of the others nothing is known" : ""));
        return differing > 0 ? ExitCode.VIOLATION : ExitCode.of(worst);
    }

    private static String told(Judgement judgement) {
        Report report = judgement.report();
        Proof proof = judgement.proof();
        StringJoiner text = new StringJoiner("; ");
        text.add(report.verdict() + ", " + report.observed()
                + (report.observed() == report.declared() ? "" : " (declared " + report.declared() + ")"));
        text.add(String.format(
                Locale.ROOT,
                "%,d attempts at %,d requests, judged in %,.1f ms",
                report.counts().attempts(),
                report.counts().operations(),
                proof.checkMs().orElse(0)));
        proof.retriesAgree().ifPresent(agree -> text.add("retries got the same outcome: " + agree));
        proof.slackUs()
                .ifPresent(us -> text.add(String.format(
                        Locale.ROOT,
                        "slack %,.0f µs, from the last sale's invocation to the first rejection's response",
                        us)));
        return text + (judgement.detail().isEmpty() ? "" : ": " + judgement.detail());
    }

    /** What the record says otherwise; nothing when it agrees. */
    private static String differences(Measured recorded, Judgement judgement) {
        Report report = judgement.report();
        StringJoiner text = new StringJoiner(", ", " — BUT RECORDED AS ", "").setEmptyValue("");
        if (recorded.verdict() != report.verdict()) {
            text.add(recorded.verdict().name());
        }
        if (!recorded.level().equals(report.observed().name())) {
            text.add(recorded.level());
        }
        Proof was = recorded.proof();
        Proof is = judgement.proof();
        if (was.declared().isPresent() && !was.declared().equals(is.declared())) {
            text.add("declared " + was.declared().get());
        }
        if (was.attempts().isPresent()
                && !(was.attempts().equals(is.attempts())
                        && was.replayed().equals(is.replayed())
                        && was.retriesAgree().equals(is.retriesAgree())
                        && was.slackSales().equals(is.slackSales())
                        && sameMicros(was.slackUs(), is.slackUs())
                        && sameDetail(recorded, judgement))) {
            text.add("something else about its proof");
        }
        if (recorded.incidents().situation().isPresent()
                && !recorded.incidents().equals(judgement.incidents())) {
            text.add("something else about what it went through");
        }
        Figures figures = recorded.figures();
        Report.Counts counts = report.counts();
        differ(text, "operations", figures.operations(), counts.operations());
        differ(text, "sold", figures.sold(), counts.sold());
        differ(text, "rejected", figures.rejected(), counts.rejected());
        differ(text, "not executed", figures.notExecuted(), counts.notExecuted());
        differ(text, "unknown", figures.unknown(), counts.unknown());
        return text.toString();
    }

    /** A record from before what a trial went through was recorded says less in its detail. */
    private static boolean sameDetail(Measured recorded, Judgement judgement) {
        return recorded.incidents().situation().isPresent()
                ? recorded.detail().equals(judgement.detail())
                : judgement.detail().contains(recorded.detail());
    }

    /** Fractions are recorded with six decimals. */
    private static boolean sameMicros(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() == other.isPresent() && Math.abs(one.orElse(0) - other.orElse(0)) < 1e-3;
    }

    private static void differ(StringJoiner text, String what, long recorded, long judged) {
        if (recorded != judged) {
            text.add(recorded + " " + what);
        }
    }
}
