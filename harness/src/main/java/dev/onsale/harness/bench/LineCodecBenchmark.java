package dev.onsale.harness.bench;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.rabbit.BuyLines;
import dev.onsale.rabbit.Order;
import dev.onsale.rabbit.ReplyLines;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a purchase and its answer cost on each side of the indirect architecture's queue, beside the queue. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class LineCodecBenchmark {
    private static final List<Purchase> PURCHASE = List.of(Purchase.seat("client4711", 4711, "request4711"));
    private static final List<Answer> ANSWER = List.of(new Answer(new Outcome.Sold(4711), "worker-1", false));

    private final byte[] body = BuyLines.write(PURCHASE);
    private final Order order = BuyLines.read(body);
    private final ReplyLines.Reply reply = ReplyLines.write(order, ANSWER);

    /** Sees to it that there is something to read. */
    public LineCodecBenchmark() {
        if (!order.purchases().equals(PURCHASE)
                || !ReplyLines.read(reply, PURCHASE).equals(Optional.of(ANSWER))) {
            throw new IllegalStateException("what was read is not what was written");
        }
    }

    /** The client's first half. */
    @Benchmark
    public byte[] writePurchase() {
        return BuyLines.write(PURCHASE);
    }

    /** The worker's first half. */
    @Benchmark
    public Order readPurchase() {
        return BuyLines.read(body);
    }

    /** The worker's second half. */
    @Benchmark
    public ReplyLines.Reply writeAnswer() {
        return ReplyLines.write(order, ANSWER);
    }

    /** The client's second half. */
    @Benchmark
    public Optional<List<Answer>> readAnswer() {
        return ReplyLines.read(reply, PURCHASE);
    }
}
