package dev.onsale.core.local;

import dev.onsale.core.BatchPolicy;
import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Decision;
import dev.onsale.core.Guarantee;
import dev.onsale.core.Inventory;
import dev.onsale.core.Ledger;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.Situation;
import dev.onsale.core.StoreException;
import dev.onsale.core.StoreKind;
import dev.onsale.core.Stores;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code memory}: one clerk with one book, in this process. The reference that the others are held against: it needs no store, serves one
 * process only, and the sale ends with it.
 */
public final class MemoryStrategy implements ConsistencyStrategy {
    /** The sales of this process: they outlive any strategy object, as those of a server would. */
    private static final Map<String, MemorySale> ON = new ConcurrentHashMap<>();

    @Override
    public String id() {
        return "memory";
    }

    @Override
    public String summary() {
        return "the reference: a lock and a map in this process, for one process only";
    }

    @Override
    public Set<Guarantee> guarantees(Situation situation) {
        return Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Guarantee.FENCED)));
    }

    @Override
    public StoreKind store() {
        return StoreKind.MEMORY;
    }

    @Override
    public void create(Sale sale, Stores stores) {
        if (ON.putIfAbsent(sale.id(), new MemorySale(sale)) != null) {
            throw new StoreException("sale " + sale.id() + " is on already");
        }
    }

    @Override
    public Inventory join(Sale sale, Stores stores) {
        return new Door(sale);
    }

    @Override
    public Ledger audit(Sale sale, Stores stores) {
        MemorySale found = find(sale);
        if (found == null) {
            throw new StoreException("this process holds no sale " + sale.id());
        }
        return found.audit();
    }

    @Override
    public void drop(Sale sale, Stores stores) {
        ON.remove(sale.id());
    }

    /** The sale, if this process has it, and has it as the caller knows it. */
    private static @Nullable MemorySale find(Sale sale) {
        MemorySale found = ON.get(sale.id());
        return found != null && found.sale().equals(sale) ? found : null;
    }

    /** Looks the sale up for each batch, since it may have been dropped. */
    private record Door(Sale sale) implements Inventory {
        private static final BatchPolicy POLICY = new BatchPolicy(1024, 1);

        @Override
        public BatchPolicy batchPolicy() {
            return POLICY;
        }

        @Override
        public CompletionStage<List<Decision>> sell(List<Purchase> purchases) {
            MemorySale found = find(sale);
            List<Decision> decisions = found == null
                    ? Collections.nCopies(purchases.size(), Decision.now(Outcome.NotExecuted.NO_SALE))
                    : found.sell(purchases);
            return CompletableFuture.completedFuture(decisions);
        }

        @Override
        public void close() {
            // holds nothing of its own
        }
    }
}
