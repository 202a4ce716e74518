package dev.onsale.harness.cli;

import dev.onsale.harness.load.LoadGenerator;
import dev.onsale.harness.plan.TrialSpec;
import dev.onsale.harness.trial.TrialObserver;
import dev.onsale.record.Figures;
import dev.onsale.record.TrialResult;
import dev.onsale.record.TrialRow;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tells the user how a run goes on: a line that is rewritten on a terminal, and a line for each trial that is over. */
final class ProgressReport implements TrialObserver {
    private final Terminal terminal;
    private final LongSupplier nanoClock;
    private final long begun;
    private @Nullable TrialSpec trial;
    private int number;
    private int of;
    private long firstTrialNanos;

    ProgressReport(Terminal terminal, LongSupplier nanoClock) {
        this.terminal = terminal;
        this.nanoClock = nanoClock;
        this.begun = nanoClock.getAsLong();
        this.firstTrialNanos = begun;
    }

    @Override
    public void preparing(String what) {
        if (terminal.isLive()) {
            terminal.status(what + " …");
        } else {
            terminal.note(what);
        }
    }

    @Override
    public void started(TrialSpec spec, int number, int of) {
        if (trial == null) {
            firstTrialNanos = nanoClock.getAsLong();
        }
        this.trial = spec;
        this.number = number;
        this.of = of;
        terminal.status(head() + " …");
    }

    @Override
    public void progress(LoadGenerator.Progress progress, long elapsedNanos) {
        double seconds = elapsedNanos / 1e9;
        terminal.status(String.format(
                Locale.ROOT,
                "%s  %,.0f/s  sold %,d  rejected %,d%s",
                head(),
                seconds > 0 ? (progress.sold() + progress.rejected()) / seconds : 0,
                progress.sold(),
                progress.rejected(),
                progress.other() > 0 ? "  neither " + progress.other() : ""));
    }

    @Override
    public void finished(TrialRow row) {
        String result = row.result() instanceof TrialResult.Measured measured
                ? figures(measured.figures()) + "  " + measured.verdict()
                        + (measured.detail().isEmpty() ? "" : ": " + cut(measured.detail()))
                : "FAILED: " + ((TrialResult.Failed) row.result()).reason();
        terminal.note(String.format("%-46s %s", head(), result));
    }

    /** The whole of it follows the table at the end, and is in the record. */
    private static String cut(String detail) {
        return detail.length() <= 120 ? detail : detail.substring(0, 120) + " …";
    }

    private static String figures(Figures f) {
        return String.format(
                Locale.ROOT,
                "%,8.0f/s  p50 %6.1f ms  p99 %6.1f ms  sold %,d  rejected %,d%s",
                f.throughputOpsS(),
                f.p50Ms(),
                f.p99Ms(),
                f.sold(),
                f.rejected(),
                f.notExecuted() + f.unknown() > 0
                        ? String.format("  not executed %,d  unknown %,d", f.notExecuted(), f.unknown())
                        : "");
    }

    private String head() {
        String id = trial == null ? "" : trial.id();
        return String.format("%2d/%d %s%s", number, of, left(), id);
    }

    /** The time left, judged by the trials that are over. */
    private String left() {
        int over = number - 1;
        if (over < 3) {
            return "";
        }
        long nanos = (nanoClock.getAsLong() - firstTrialNanos) / over * (of - over);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
        return String.format("(%d:%02d left) ", seconds / 60, seconds % 60);
    }
}
