package dev.onsale.harness.fleet;

import dev.onsale.core.Answer;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketService;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A worker that has more to do for each purchase than to decide it, such as taking the payment: outside the critical section, and one
 * purchase after another. No thread sleeps for it: an answer is held back until its turn is over. With it the workers are what limits
 * a sale, and not the cores that they share with everything else.
 */
public final class ServiceTime implements TicketService, AutoCloseable {
    private final TicketService service;
    private final long nanosEach;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "onsale-service-time");
        thread.setDaemon(true);
        return thread;
    });

    /** When all that is decided so far will have been served; guarded by this. */
    private long free = System.nanoTime();

    /** @param millis for each purchase, above 0 */
    public ServiceTime(TicketService service, double millis) {
        this.service = service;
        this.nanosEach = Math.round(millis * 1e6);
    }

    @Override
    public CompletionStage<List<Answer>> buy(List<Purchase> purchases) {
        return service.buy(purchases).thenCompose(this::inTurn);
    }

    private CompletionStage<List<Answer>> inTurn(List<Answer> answers) {
        CompletableFuture<List<Answer>> served = new CompletableFuture<>();
        try {
            ScheduledFuture<?> unused = timer.schedule(
                    () -> served.complete(answers), nanosUntilServed(answers.size()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            served.complete(answers); // they were decided before this was closed, and are owed
        }
        return served;
    }

    private synchronized long nanosUntilServed(int purchases) {
        long now = System.nanoTime();
        free = (free - now > 0 ? free : now) + nanosEach * purchases;
        return free - now;
    }

    /** Answers that are held back are still given; later ones are given at once. Idempotent. */
    @Override
    public void close() {
        timer.shutdown();
    }
}
