package dev.onsale.core.redis;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Decision;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.redisson.api.RBucket;
import org.redisson.client.codec.StringCodec;

/** Retries that are not known as such: counters beside which requests are remembered in keys of their own, each badly in its way. */
public final class ForgettingMutants {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final long GAP_MILLIS = 5;

    private ForgettingMutants() {}

    public static ConsistencyStrategy noMemory() {
        return Mutant.ofAtomicLong(
                "counter-without-memory",
                "Counts up for each attempt, retry or not, and calls that idempotent.",
                (real, sale, redisson) -> real);
    }

    public static ConsistencyStrategy countedBeforeRemembered() {
        return remembering(
                "counted-before-remembered",
                "Counts a sale first and remembers its request " + GAP_MILLIS + " ms later.",
                Purchase::requestId,
                LONG,
                GAP_MILLIS);
    }

    public static ConsistencyStrategy shortMemory() {
        return remembering(
                "short-lived-keys",
                "Remembers a request for " + SHORT.toMillis() + " ms.",
                Purchase::requestId,
                SHORT,
                0);
    }

    public static ConsistencyStrategy memoryByRequestAndSeat() {
        return remembering(
                "key-of-request-and-seat",
                "Remembers a request together with its seat, so the same id sells another seat.",
                purchase -> purchase.requestId() + '/' + purchase.seat().orElseThrow(),
                LONG,
                0);
    }

    /** What is remembered ends by itself, so that nobody needs to remove it. */
    private static ConsistencyStrategy remembering(
            String id, String wrong, Function<Purchase, String> key, Duration lasting, long gapMillis) {
        return Mutant.ofAtomicLong(
                id,
                wrong,
                (real, sale, redisson) -> Tampered.singles(real, purchase -> {
                    RBucket<String> memory =
                            redisson.getBucket(Mutant.key(sale) + ':' + key.apply(purchase), StringCodec.INSTANCE);
                    return memory.getAsync().thenCompose(before -> {
                        if (before != null) {
                            return CompletableFuture.completedFuture(replay(before));
                        }
                        return Tampered.one(real, purchase)
                                .thenCompose(decision -> remember(memory, decision, lasting, gapMillis));
                    });
                }));
    }

    private static CompletionStage<Decision> remember(
            RBucket<String> memory, Decision decision, Duration lasting, long gapMillis) {
        String value = decision.outcome() instanceof Outcome.Sold sold
                ? Integer.toString(sold.ticket())
                : decision.outcome().toString();
        return (gapMillis == 0
                        ? memory.setAsync(value, lasting)
                        : Tampered.pause(gapMillis).thenCompose(gone -> memory.setAsync(value, lasting)))
                .thenApply(remembered -> decision);
    }

    private static Decision replay(String before) {
        return Decision.replay(
                Character.isDigit(before.charAt(0))
                        ? new Outcome.Sold(Integer.parseInt(before))
                        : Outcome.Rejected.valueOf(before));
    }
}
