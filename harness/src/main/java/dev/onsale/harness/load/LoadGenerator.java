package dev.onsale.harness.load;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketService;
import dev.onsale.core.history.Recorder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives a workload in a closed loop: a fixed number of calls is under way, and each answer sends the next call. Purchases leave in the
 * order of the workload. There is no thread a client: whoever brings an answer sends the next call, so that the generator costs as
 * little as it can of the machine that it shares with what it measures.
 */
public final class LoadGenerator {
    private final List<Purchase> purchases;
    private final Recorder recorder;
    private final LongSupplier nanoClock;
    private final int calls;
    private final int batch;

    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch running;
    private final LongAdder sold = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder other = new LongAdder();
    private final AtomicInteger unansweredInARow = new AtomicInteger();
    private volatile boolean stopped;

    /**
     * @param recorder made for these purchases
     * @param concurrency purchases under way, at the most
     * @param batch purchases in one call
     */
    public LoadGenerator(
            List<Purchase> purchases, Recorder recorder, LongSupplier nanoClock, int concurrency, int batch) {
        this.purchases = List.copyOf(purchases);
        this.recorder = recorder;
        this.nanoClock = nanoClock;
        this.batch = batch;
        this.calls = Math.max(1, concurrency / batch);
        this.running = new CountDownLatch(calls);
    }

    /** How far it has come. */
    public record Progress(long sold, long rejected, long other) {
        /** Purchases answered, or given up. */
        public long done() {
            return sold + rejected + other;
        }
    }

    /** How far it has come; any thread, any time. */
    public Progress progress() {
        return new Progress(sold.sum(), rejected.sum(), other.sum());
    }

    /** Starts the calls, and returns at once. */
    public void start(TicketService service) {
        for (int i = 0; i < calls; i++) {
            new Caller(service).next();
        }
    }

    /** Waits until every purchase is answered or given up; false when it takes longer. */
    public boolean await(long timeout, java.util.concurrent.TimeUnit unit) throws InterruptedException {
        return running.await(timeout, unit);
    }

    /** Sends no more; what is under way is still waited for. */
    public void stop() {
        stopped = true;
    }

    /**
     * Whether nobody has answered for so long that going on makes no sense: ten calls in a row for each that can be under way. Each of
     * them has waited for its whole deadline.
     */
    public boolean isHopeless() {
        return unansweredInARow.get() >= 10 * calls * batch;
    }

    /** One of the calls under way; its methods never run twice at a time. */
    private final class Caller {
        private final TicketService service;

        /** Raised by {@link #next}; whoever raises it from zero sends, so that answers that come at once do not recurse. */
        private final AtomicInteger due = new AtomicInteger();

        Caller(TicketService service) {
            this.service = service;
        }

        void next() {
            if (due.getAndIncrement() != 0) {
                return;
            }
            do {
                send();
            } while (due.decrementAndGet() != 0);
        }

        private void send() {
            int from = stopped ? purchases.size() : next.getAndAdd(batch);
            if (from >= purchases.size()) {
                running.countDown();
                return;
            }
            List<Purchase> part = purchases.subList(from, Math.min(from + batch, purchases.size()));
            int[] attempts = new int[part.size()];
            for (int i = 0; i < attempts.length; i++) {
                attempts[i] = recorder.invoked(from + i, nanoClock.getAsLong());
            }
            CompletionStage<List<Answer>> call;
            try {
                call = service.buy(part);
            } catch (RuntimeException e) {
                call = CompletableFuture.failedFuture(e);
            }
            call.whenComplete((answers, failure) -> settle(attempts, answers, failure));
        }

        private void settle(int[] attempts, @Nullable List<Answer> answers, @Nullable Throwable failure) {
            long now = nanoClock.getAsLong();
            for (int i = 0; i < attempts.length; i++) {
                Answer answer = answers != null && answers.size() == attempts.length
                        ? answers.get(i)
                        : Answer.unattended(new Outcome.Unknown("the service broke its word: " + failure));
                recorder.answered(attempts[i], now, answer);
                count(answer.outcome());
            }
            next();
        }
    }

    private void count(Outcome outcome) {
        if (outcome instanceof Outcome.Sold) {
            sold.increment();
        } else if (outcome instanceof Outcome.Rejected) {
            rejected.increment();
        } else {
            other.increment();
        }
        if (outcome instanceof Outcome.Unknown || outcome == Outcome.NotExecuted.UNAVAILABLE) {
            unansweredInARow.incrementAndGet();
            if (isHopeless()) {
                stopped = true;
            }
        } else if (unansweredInARow.get() != 0) {
            unansweredInARow.set(0);
        }
    }
}
