package dev.onsale.harness.bench;

import dev.onsale.core.Answer;
import dev.onsale.core.Guarantee;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.history.Checker;
import dev.onsale.core.history.Evidence;
import dev.onsale.core.history.Recorder;
import dev.onsale.core.history.Report;
import dev.onsale.core.history.Verdict;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long a history takes to judge: a sale of unnumbered tickets, of which there are half as many as buyers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class CheckerBenchmark {
    private static final int INTERVAL_NANOS = 10_000;
    private static final int IN_FLIGHT = 128;

    /** Requests in the history. */
    @Param({"100000", "1000000"})
    public int operations;

    private Evidence evidence;

    /** Makes the history up. */
    @Setup(Level.Trial)
    public void record() {
        Sale sale = new Sale("checked", Model.UNNUMBERED, operations / 2);
        List<Purchase> purchases = SellingThread.purchases(Model.UNNUMBERED, 0, operations);
        Recorder recorder = new Recorder(purchases, operations);
        for (int i = 0; i < operations; i++) {
            long invoked = (long) i * INTERVAL_NANOS;
            Outcome outcome = i < sale.capacity() ? new Outcome.Sold(i + 1) : Outcome.Rejected.SOLD_OUT;
            recorder.answered(
                    recorder.invoked(i, invoked),
                    invoked + IN_FLIGHT * INTERVAL_NANOS,
                    new Answer(outcome, "worker-1", false));
        }
        Set<Guarantee> declared = Set.of(Guarantee.NO_OVERSELL, Guarantee.EXACT, Guarantee.LINEARIZABLE);
        evidence = Evidence.of(sale, recorder.history(), declared);
        if (check().verdict() != Verdict.VALID) {
            throw new IllegalStateException("the history must be valid: " + check().summary());
        }
    }

    /** Judges it. */
    @Benchmark
    public Report check() {
        return Checker.check(evidence);
    }
}
