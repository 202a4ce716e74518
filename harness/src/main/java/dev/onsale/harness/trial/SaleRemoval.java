package dev.onsale.harness.trial;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Sale;
import dev.onsale.core.Stores;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes sales from their store, and remembers those that the store did not remove, so that they are removed later. Not thread-safe. */
final class SaleRemoval {
    private static final Logger LOG = LoggerFactory.getLogger(SaleRemoval.class);

    private final Stores stores;
    private final Deque<Kept> kept = new ArrayDeque<>();

    private record Kept(ConsistencyStrategy strategy, Sale sale) {}

    SaleRemoval(Stores stores) {
        this.stores = stores;
    }

    /** Removes it now, or else later. */
    void remove(ConsistencyStrategy strategy, Sale sale) {
        kept.add(new Kept(strategy, sale));
        retry();
    }

    /** Removes what could not be removed before. Where the store still does not, the rest is not tried: it would take as long. */
    void retry() {
        while (!kept.isEmpty()) {
            Kept next = kept.element();
            try {
                next.strategy().drop(next.sale(), stores);
            } catch (RuntimeException e) {
                LOG.debug("sale {} stays in the store for now: {}", next.sale().id(), e.getMessage());
                return;
            }
            kept.remove();
        }
    }

    /** The last chance. */
    void end() {
        retry();
        kept.forEach(left -> LOG.warn(
                "sale {} is left in the store until it expires", left.sale().id()));
        kept.clear();
    }
}
