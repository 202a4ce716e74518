package dev.onsale.xmlrpc;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketService;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A service that sells a new ticket at once to whoever asks, and remembers in which batches they came. */
final class Shop implements TicketService {
    private final String worker;
    private final AtomicInteger sold = new AtomicInteger();
    final Queue<List<Purchase>> batches = new ConcurrentLinkedQueue<>();

    Shop(String worker) {
        this.worker = worker;
    }

    @Override
    public CompletionStage<List<Answer>> buy(List<Purchase> purchases) {
        batches.add(purchases);
        return CompletableFuture.completedFuture(purchases.stream()
                .map(purchase -> new Answer(new Outcome.Sold(sold.incrementAndGet()), worker, false))
                .collect(Collectors.toList()));
    }

    int sold() {
        return sold.get();
    }
}
