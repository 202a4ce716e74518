package dev.onsale.harness.load;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketService;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The first purchases that were sold, and the first that were refused, sent once more when all others are settled: a retry that comes late must
 * find its outcome, too. One at a time.
 */
final class LateRetries {
    /** Of either outcome, at the most. */
    private static final int EACH = 32;

    /** In all, at the most. */
    static final int MOST = 2 * EACH;

    private final List<Purchase> purchases;
    private final Witness witness;
    private final LongSupplier nanoClock;
    private final First sold = new First();
    private final First rejected = new First();

    LateRetries(List<Purchase> purchases, Witness witness, LongSupplier nanoClock) {
        this.purchases = purchases;
        this.witness = witness;
        this.nanoClock = nanoClock;
    }

    /** A purchase is settled; any thread. */
    void settled(int purchase, Outcome outcome) {
        if (outcome instanceof Outcome.Sold) {
            sold.add(purchase);
        } else if (outcome instanceof Outcome.Rejected) {
            rejected.add(purchase);
        }
    }

    /** Sends them when nothing is settled any more; the stage completes when all are answered, whatever the answers are. */
    CompletionStage<Void> send(TicketService service) {
        CompletionStage<Void> before = CompletableFuture.completedFuture(null);
        for (First some : List.of(sold, rejected)) {
            for (int i = 0; i < some.size(); i++) {
                int purchase = some.purchases[i];
                before = before.thenCompose(done -> send(purchase, service));
            }
        }
        return before;
    }

    private CompletionStage<Void> send(int purchase, TicketService service) {
        int attempt = witness.invoked(purchase, nanoClock.getAsLong());
        CompletionStage<List<Answer>> call;
        try {
            call = service.buy(List.of(purchases.get(purchase)));
        } catch (RuntimeException e) {
            call = CompletableFuture.failedFuture(e);
        }
        return call.handle((answers, failure) -> {
            Answer answer = answers != null && answers.size() == 1
                    ? answers.get(0)
                    : Answer.unattended(new Outcome.Unknown("the service broke its word: " + failure));
            witness.answered(attempt, purchase, nanoClock.getAsLong(), answer);
            return null;
        });
    }

    /** The first few of one kind. */
    private static final class First {
        private final int[] purchases = new int[EACH];
        private final AtomicInteger seen = new AtomicInteger();

        void add(int purchase) {
            int index = seen.get() < EACH ? seen.getAndIncrement() : EACH;
            if (index < EACH) {
                purchases[index] = purchase;
            }
        }

        int size() {
            return Math.min(EACH, seen.get());
        }
    }
}
