package dev.onsale.harness.bench;

import dev.onsale.core.Answer;
import dev.onsale.core.BatchPolicy;
import dev.onsale.core.Decision;
import dev.onsale.core.Inventory;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.TicketOffice;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What the office adds to a purchase: its queue and its batches, before an inventory that answers at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class OfficeBenchmark {
    private static final List<Purchase> PURCHASE = List.of(Purchase.any("client4711", "request4711"));

    private final TicketOffice office =
            new TicketOffice(new Sale("office", Model.UNNUMBERED, 1), new Ready(), "worker-1", 65_536);

    /** Has sold out long since. */
    private record Ready() implements Inventory {
        @Override
        public BatchPolicy batchPolicy() {
            return new BatchPolicy(128, 1);
        }

        @Override
        public CompletionStage<List<Decision>> sell(List<Purchase> purchases) {
            return CompletableFuture.completedFuture(
                    Collections.nCopies(purchases.size(), Decision.now(Outcome.Rejected.SOLD_OUT)));
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    /** A client that has the office for itself. */
    @Benchmark
    @Threads(1)
    public List<Answer> oneClient() {
        return office.buy(PURCHASE).toCompletableFuture().join();
    }

    /** Four clients at its queue. */
    @Benchmark
    @Threads(4)
    public List<Answer> fourClients() {
        return office.buy(PURCHASE).toCompletableFuture().join();
    }
}
