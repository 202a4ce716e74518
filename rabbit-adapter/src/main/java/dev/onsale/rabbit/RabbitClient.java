package dev.onsale.rabbit;

import dev.onsale.core.Answer;
import dev.onsale.core.ClientOptions;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Buys by message. One connection carries any number of calls; a call of more purchases than fit into a message goes as several. While
 * there is no connection, calls are {@link Outcome.NotExecuted#UNAVAILABLE}; while the broker holds publishers back,
 * {@link Outcome.NotExecuted#BUSY}. Thread-safe.
 */
public final class RabbitClient implements TicketClient {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final long deadlineNanos;
    private final ClientCounters counters = new ClientCounters();
    private final Reconnector<ClientSession> sessions;
    private final ScheduledExecutorService clock;
    private final Future<?> deadlines;
    private volatile boolean closed;

    RabbitClient(AmqpAddress address, ClientOptions options) throws IOException {
        deadlineNanos = options.deadline().toNanos();
        sessions = new Reconnector<>("onsale-amqp-publisher", () -> ClientSession.open(address, counters));
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "onsale-amqp-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        long tickMillis = Math.max(1, Math.min(100, options.deadline().toMillis() / 20));
        deadlines = clock.scheduleWithFixedDelay(
                () -> sessions.current().expire(System.nanoTime()), tickMillis, tickMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletionStage<List<Answer>> buy(List<Purchase> purchases) {
        if (purchases.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        ClientSession session = sessions.current();
        if (closed || session.isBlocked()) {
            Outcome outcome = closed ? Outcome.NotExecuted.UNAVAILABLE : Outcome.NotExecuted.BUSY;
            return CompletableFuture.completedFuture(Collections.nCopies(purchases.size(), Answer.unattended(outcome)));
        }
        long overdueNanos = System.nanoTime() + deadlineNanos;
        if (purchases.size() <= BuyLines.MAX_WRITTEN) {
            return session.buy(purchases, overdueNanos);
        }
        CompletionStage<List<Answer>> all = CompletableFuture.completedFuture(new ArrayList<>(purchases.size()));
        for (int from = 0; from < purchases.size(); from += BuyLines.MAX_WRITTEN) {
            int to = Math.min(from + BuyLines.MAX_WRITTEN, purchases.size());
            all = all.thenCombine(session.buy(purchases.subList(from, to), overdueNanos), (before, more) -> {
                before.addAll(more);
                return before;
            });
        }
        return all;
    }

    /** What was published, confirmed, refused, returned, came too late or did not fit, by name. */
    @Override
    public Map<String, Long> counters() {
        Map<String, Long> byName = counters.byName();
        byName.put("reconnects", sessions.reconnects());
        return byName;
    }

    @Override
    public void close() {
        closed = true;
        deadlines.cancel(false);
        clock.shutdown();
        sessions.close(PATIENCE);
    }
}
