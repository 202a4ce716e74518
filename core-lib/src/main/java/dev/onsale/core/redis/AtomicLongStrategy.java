package dev.onsale.core.redis;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Guarantee;
import dev.onsale.core.Inventory;
import dev.onsale.core.Ledger;
import dev.onsale.core.Sale;
import dev.onsale.core.Situation;
import dev.onsale.core.StoreKind;
import dev.onsale.core.Stores;
import java.util.Set;
import org.redisson.api.RedissonClient;

/**
 * {@code atomic-long}: a counter that only goes up, or one a seat. Whoever raises it to n has the n-th claim. The simplest thing that is
 * right while nothing fails. But a counter remembers nobody: when a reply is lost its ticket is lost with it, and a retry is one more
 * claim, so that under faults it only promises never to sell too much.
 */
public final class AtomicLongStrategy implements ConsistencyStrategy {
    @Override
    public String id() {
        return "atomic-long";
    }

    @Override
    public String summary() {
        return "Redisson's RAtomicLong: one addAndGet a batch, or a counter a seat; remembers nobody";
    }

    @Override
    public Set<Guarantee> guarantees(Situation situation) {
        return switch (situation) {
            case CALM ->
                Set.of(Guarantee.NO_OVERSELL, Guarantee.EXACT, Guarantee.LINEARIZABLE, Guarantee.ORDERED_NUMBERS);
            case REPEATED, UNANSWERED, FAULTS -> Set.of(Guarantee.NO_OVERSELL);
        };
    }

    @Override
    public StoreKind store() {
        return StoreKind.REDIS;
    }

    @Override
    public void create(Sale sale, Stores stores) {
        counters(sale, stores).create();
    }

    @Override
    public Inventory join(Sale sale, Stores stores) {
        RedissonClient redisson = stores.require(RedissonClient.class);
        return switch (sale.model()) {
            case UNNUMBERED -> new CounterInventory(sale, redisson);
            case NUMBERED -> new SeatCounterInventory(sale, redisson);
        };
    }

    @Override
    public Ledger audit(Sale sale, Stores stores) {
        return counters(sale, stores).audit();
    }

    @Override
    public void drop(Sale sale, Stores stores) {
        counters(sale, stores).drop();
    }

    private static Counters counters(Sale sale, Stores stores) {
        return new Counters(sale, stores.require(RedissonClient.class));
    }
}
