package dev.onsale.harness.trial;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.TicketService;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Clients and transports with a bug, before offices without one. */
final class ClientMutants {
    private ClientMutants() {}

    /** Every tenth call is answered, but too late. */
    static TicketService timeoutAsRefusal(TicketService real) {
        AtomicInteger calls = new AtomicInteger();
        return purchases -> {
            CompletionStage<List<Answer>> answers = real.buy(purchases);
            return calls.incrementAndGet() % 10 == 0
                    ? answers.thenApply(
                            late -> Collections.nCopies(late.size(), Answer.unattended(Outcome.Rejected.SOLD_OUT)))
                    : answers;
        };
    }

    static TicketService swappedReplies(TicketService real) {
        return new Swapping(real);
    }

    /** What it invents is even true. */
    static TicketService answersInAWorkersName(TicketService real) {
        AtomicBoolean soldOut = new AtomicBoolean();
        Answer invented = new Answer(Outcome.Rejected.SOLD_OUT, "w1", false);
        return purchases -> soldOut.get()
                ? CompletableFuture.completedFuture(Collections.nCopies(purchases.size(), invented))
                : real.buy(purchases).thenApply(answers -> {
                    if (answers.get(0).outcome() == Outcome.Rejected.SOLD_OUT) {
                        soldOut.set(true);
                    }
                    return answers;
                });
    }

    static TicketService sendsTwice(TicketService real) {
        return purchases -> {
            CompletionStage<List<Answer>> answers = real.buy(purchases);
            return real.buy(purchases).thenCompose(forgotten -> answers);
        };
    }

    static TicketService losesTheFirstAnswer(TicketService real) {
        AtomicBoolean lost = new AtomicBoolean();
        return purchases -> lost.compareAndSet(false, true) ? losing(real, purchases) : real.buy(purchases);
    }

    static TicketService losesEveryTenthAnswer(TicketService real) {
        AtomicInteger calls = new AtomicInteger();
        return purchases -> calls.incrementAndGet() % 10 == 0 ? losing(real, purchases) : real.buy(purchases);
    }

    private static CompletionStage<List<Answer>> losing(TicketService real, List<Purchase> purchases) {
        Answer lost = Answer.unattended(new Outcome.Unknown("the connection was lost"));
        return real.buy(purchases).thenApply(answers -> Collections.nCopies(answers.size(), lost));
    }

    static TicketService namesTheOtherWorker(TicketService real) {
        return purchases -> real.buy(purchases)
                .thenApply(answers -> answers.stream()
                        .map(answer -> new Answer(
                                answer.outcome(),
                                answer.worker().equals("w1") ? "w2" : answer.worker(),
                                answer.replayed()))
                        .toList());
    }

    /** Once it knows a request's outcome. */
    static TicketService answersRetriesItself(TicketService real) {
        Map<Purchase, Answer> known = new ConcurrentHashMap<>();
        return purchases -> {
            Answer before = known.get(purchases.get(0));
            if (purchases.size() == 1 && before != null) {
                return CompletableFuture.completedFuture(List.of(new Answer(before.outcome(), before.worker(), true)));
            }
            return real.buy(purchases).thenApply(answers -> {
                known.put(purchases.get(0), answers.get(0));
                return answers;
            });
        };
    }

    /** Every two calls get each other's reply, so an odd one out would wait for ever. */
    private static final class Swapping implements TicketService {
        private final TicketService real;
        private @Nullable Call waiting;

        Swapping(TicketService real) {
            this.real = real;
        }

        private record Call(CompletionStage<List<Answer>> due, CompletableFuture<List<Answer>> reply) {}

        @Override
        public CompletionStage<List<Answer>> buy(List<Purchase> purchases) {
            Call call = new Call(real.buy(purchases), new CompletableFuture<>());
            Call other = swap(call);
            if (other != null) {
                call.due().thenAccept(other.reply()::complete);
                other.due().thenAccept(call.reply()::complete);
            }
            return call.reply();
        }

        private synchronized @Nullable Call swap(Call call) {
            Call other = waiting;
            waiting = other == null ? call : null;
            return other;
        }
    }
}
