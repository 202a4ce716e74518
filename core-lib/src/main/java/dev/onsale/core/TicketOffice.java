package dev.onsale.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sells through an inventory with <em>natural batching</em>: what has arrived while the calls in flight were under way goes out as the
 * next batch. No timer, so an idle office adds no latency, and a busy one forms batches as large as its store is slow. While a call is
 * under way another one leaves only full: half-full ones would cost the store more than they save. The queue is
 * bounded: what does not fit is answered {@link Outcome.NotExecuted#BUSY} at once. Thread-safe.
 */
public final class TicketOffice implements TicketService, AutoCloseable {
    private final Sale sale;
    private final Inventory inventory;
    private final String worker;
    private final int queueLimit;
    private final BatchPolicy policy;

    /** Purchases that no batch has taken yet. It guards itself and the fields below. */
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();

    private int inFlight;
    private int unanswered;
    private boolean closed;
    private long decisions;
    private long replays;
    private long batches;
    private long busy;

    /** How often {@link #pump} was asked for: whoever raises it from zero does the work for all, so that answers that come at once do not recurse. */
    private final AtomicInteger pumps = new AtomicInteger();

    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    /**
     * @param worker the name that its answers carry
     * @param queueLimit purchases waiting, at the most; from 1
     */
    public TicketOffice(Sale sale, Inventory inventory, String worker, int queueLimit) {
        if (queueLimit < 1) {
            throw new IllegalArgumentException("must be >= 1: queueLimit=" + queueLimit);
        }
        this.sale = sale;
        this.inventory = inventory;
        this.worker = worker;
        this.queueLimit = queueLimit;
        this.policy = inventory.batchPolicy();
    }

    /** What an office has done so far. */
    public record Counters(long decisions, long replays, long batches, long busy) {}

    /** What this office has done so far. */
    public Counters counters() {
        synchronized (queue) {
            return new Counters(decisions, replays, batches, busy);
        }
    }

    @Override
    public CompletionStage<List<Answer>> buy(List<Purchase> purchases) {
        if (purchases.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Call call = new Call(purchases.size());
        List<Waiting> fitting = new ArrayList<>(purchases.size());
        for (int i = 0; i < purchases.size(); i++) {
            Purchase purchase = purchases.get(i);
            Optional<Outcome.NotExecuted> refusal = sale.refusal(purchase);
            if (refusal.isPresent()) {
                call.answer(i, new Answer(refusal.get(), worker, false));
            } else {
                fitting.add(new Waiting(purchase, call, i));
            }
        }
        int taken = enqueue(fitting);
        if (taken < fitting.size()) {
            Answer refusal =
                    new Answer(isClosed() ? Outcome.NotExecuted.UNAVAILABLE : Outcome.NotExecuted.BUSY, worker, false);
            fitting.subList(taken, fitting.size()).forEach(refused -> refused.answer(refusal));
        }
        pump();
        return call.answers;
    }

    /** Takes nothing new from now on; the stage completes when all that was taken is answered. Idempotent. */
    public CompletionStage<Void> drain() {
        boolean idle;
        synchronized (queue) {
            closed = true;
            idle = unanswered == 0;
        }
        if (idle) {
            drained.complete(null);
        }
        return drained.minimalCompletionStage();
    }

    /** Takes nothing new, and closes the inventory when all that was taken is answered. Does not wait. Idempotent. */
    @Override
    public void close() {
        drain().thenRun(inventory::close);
    }

    private boolean isClosed() {
        synchronized (queue) {
            return closed;
        }
    }

    private int enqueue(List<Waiting> fitting) {
        synchronized (queue) {
            int taken = closed ? 0 : Math.min(fitting.size(), queueLimit - queue.size());
            queue.addAll(fitting.subList(0, taken));
            unanswered += taken;
            if (!closed) {
                busy += fitting.size() - taken;
            }
            return taken;
        }
    }

    /** Hands out batches until the inventory has enough of them or nothing waits. */
    private void pump() {
        if (pumps.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            for (List<Waiting> batch = nextBatch(); batch != null; batch = nextBatch()) {
                sell(batch);
            }
            seen = pumps.addAndGet(-seen);
        } while (seen != 0);
    }

    private @Nullable List<Waiting> nextBatch() {
        synchronized (queue) {
            boolean full = queue.size() >= policy.maxBatch();
            if (queue.isEmpty() || inFlight >= policy.maxInFlight() || (inFlight > 0 && !full)) {
                return null;
            }
            int size = Math.min(queue.size(), policy.maxBatch());
            List<Waiting> batch = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                batch.add(queue.remove());
            }
            inFlight++;
            return batch;
        }
    }

    private void sell(List<Waiting> batch) {
        List<Purchase> purchases = new ArrayList<>(batch.size());
        for (Waiting waiting : batch) {
            purchases.add(waiting.purchase);
        }
        CompletionStage<List<Decision>> sold;
        try {
            sold = inventory.sell(purchases);
        } catch (RuntimeException | Error e) {
            // An error that flew on would leave this batch unanswered and the pump stopped, for good.
            sold = CompletableFuture.failedFuture(e);
        }
        sold.whenComplete((made, failure) -> settle(batch, madeOrUnknown(batch.size(), made, failure)));
    }

    private static List<Decision> madeOrUnknown(int size, @Nullable List<Decision> made, @Nullable Throwable failure) {
        if (made != null && made.size() == size) {
            return made;
        }
        String cause = made != null ? made.size() + " decisions for " + size : String.valueOf(failure);
        return Collections.nCopies(size, Decision.now(new Outcome.Unknown("inventory failed: " + cause)));
    }

    /** The next batch goes out before this one's answers, so that the store works while they are written. */
    private void settle(List<Waiting> batch, List<Decision> made) {
        synchronized (queue) {
            inFlight--;
            batches++;
            decisions += made.size();
            for (Decision decision : made) {
                replays += decision.replayed() ? 1 : 0;
            }
        }
        pump();
        for (int i = 0; i < batch.size(); i++) {
            Decision decision = made.get(i);
            batch.get(i).answer(new Answer(decision.outcome(), worker, decision.replayed()));
        }
        boolean last;
        synchronized (queue) {
            unanswered -= batch.size();
            last = closed && unanswered == 0;
        }
        if (last) {
            drained.complete(null);
        }
    }

    private record Waiting(Purchase purchase, Call call, int index) {
        void answer(Answer answer) {
            call.answer(index, answer);
        }
    }

    /** One call of {@link #buy}, which may be answered in parts. */
    private static final class Call {
        private final @Nullable Answer[] answersByIndex;
        private final AtomicInteger missing;
        private final CompletableFuture<List<Answer>> answers = new CompletableFuture<>();

        Call(int size) {
            answersByIndex = new @Nullable Answer[size];
            missing = new AtomicInteger(size);
        }

        @SuppressWarnings("NullAway") // every slot is filled when none is missing
        void answer(int index, Answer answer) {
            answersByIndex[index] = answer;
            if (missing.decrementAndGet() == 0) {
                answers.complete(Collections.unmodifiableList(Arrays.asList(answersByIndex)));
            }
        }
    }
}
