package dev.onsale.harness.bench;

import dev.onsale.core.Decision;
import dev.onsale.harness.bench.Season.Block;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Decisions a second of a strategy alone: no office, no wire. An invocation sells a block of tickets in batches, each after the answer to
 * the last; what puts sales on and off is not measured.
 */
@Fork(1)
@Warmup(iterations = 1, time = 1200, timeUnit = java.util.concurrent.TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = java.util.concurrent.TimeUnit.MILLISECONDS)
public class StrategyBenchmark {
    /** A worker that has the sale for itself. */
    @Benchmark
    @Threads(1)
    @OperationsPerInvocation(Block.SIZE)
    public List<Decision> oneWorker(Season season, SellingThread thread) {
        return thread.sell();
    }

    /** Four that contend for it. */
    @Benchmark
    @Threads(4)
    @OperationsPerInvocation(Block.SIZE)
    public List<Decision> fourWorkers(Season season, SellingThread thread) {
        return thread.sell();
    }
}
