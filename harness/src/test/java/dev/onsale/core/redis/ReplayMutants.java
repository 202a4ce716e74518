package dev.onsale.core.redis;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Decision;
import dev.onsale.core.Outcome;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Retries taken for new requests, and new requests for retries. */
public final class ReplayMutants {
    private ReplayMutants() {}

    public static ConsistencyStrategy batchSentTwice() {
        return Mutant.ofLua(
                "batch-sent-twice",
                "Sends each batch to the store twice, and passes on the second reply.",
                (real, sale, redisson) ->
                        Tampered.batches(real, batch -> real.sell(batch).thenCompose(first -> real.sell(batch))));
    }

    public static ConsistencyStrategy salesCalledReplays() {
        return Mutant.ofLua(
                "sales-called-replays",
                "Calls every sale the stored outcome of an earlier attempt.",
                (real, sale, redisson) -> Tampered.telling(
                        real,
                        (purchase, decision) -> decision.outcome() instanceof Outcome.Sold
                                ? Decision.replay(decision.outcome())
                                : decision));
    }

    public static ConsistencyStrategy neverAReplay() {
        return Mutant.ofLua(
                "never-a-replay",
                "Remembers, and tells each retry its outcome as if for the first time.",
                (real, sale, redisson) ->
                        Tampered.telling(real, (purchase, decision) -> Decision.now(decision.outcome())));
    }

    public static ConsistencyStrategy wrongWayRound() {
        return Mutant.ofLua(
                "replays-the-wrong-way-round",
                "Calls the first attempt at a request the replay, and the second the original.",
                (real, sale, redisson) -> Tampered.telling(
                        real,
                        (purchase, decision) -> decision.replayed()
                                ? Decision.now(decision.outcome())
                                : Decision.replay(decision.outcome())));
    }

    /** The memory is the process's, so that both requests of a client meet in it. */
    public static ConsistencyStrategy keyOfClientAndSeat() {
        Map<String, CompletableFuture<Decision>> memory = new ConcurrentHashMap<>();
        return Mutant.ofAtomicLong(
                "key-of-client-and-seat",
                "Takes a client's second request for its seat for a retry of the first, and says SOLD to both.",
                (real, sale, redisson) -> Tampered.singles(real, purchase -> {
                    CompletableFuture<Decision> mine = new CompletableFuture<>();
                    CompletableFuture<Decision> before =
                            memory.putIfAbsent(sale.id() + '/' + purchase.client() + '/' + purchase.seat(), mine);
                    if (before != null) {
                        return before.thenApply(decision -> Decision.now(decision.outcome()));
                    }
                    return Tampered.one(real, purchase).whenComplete((decision, failure) -> mine.complete(decision));
                }));
    }

    public static ConsistencyStrategy oneRequestAClient() {
        Set<String> clients = ConcurrentHashMap.newKeySet();
        return Mutant.ofLua(
                "one-request-a-client",
                "Calls a client's second request a reused id, whatever its id is.",
                (real, sale, redisson) -> Tampered.singles(
                        real,
                        purchase -> clients.add(sale.id() + '/' + purchase.client())
                                ? Tampered.one(real, purchase)
                                : CompletableFuture.completedFuture(Decision.now(Outcome.NotExecuted.KEY_REUSED))));
    }

    public static ConsistencyStrategy soldOutBeforeMemory() {
        return Mutant.ofLua(
                "sold-out-before-memory",
                "Once it is sold out, answers SOLD_OUT without looking whether the request was sold its ticket before.",
                (real, sale, redisson) -> {
                    AtomicBoolean soldOut = new AtomicBoolean();
                    return Tampered.batches(
                            real,
                            batch -> soldOut.get()
                                    ? CompletableFuture.completedFuture(
                                            Collections.nCopies(batch.size(), Tampered.SOLD_OUT))
                                    : real.sell(batch).thenApply(decisions -> {
                                        soldOut.set(decisions.contains(Tampered.SOLD_OUT));
                                        return decisions;
                                    }));
                });
    }
}
