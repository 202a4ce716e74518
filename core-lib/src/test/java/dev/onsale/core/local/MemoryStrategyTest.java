package dev.onsale.core.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Decision;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.core.StoreException;
import dev.onsale.core.StoreKind;
import dev.onsale.core.Stores;
import dev.onsale.core.Strategies;
import dev.onsale.core.StrategyContract;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code memory} under the contract. */
class MemoryStrategyTest extends StrategyContract {
    @Override
    protected String id() {
        return "memory";
    }

    @Test
    void noOtherStrategyWithoutAServerIsWithoutAContract() {
        assertThat(Strategies.all().values())
                .filteredOn(strategy -> strategy.store() == StoreKind.MEMORY)
                .extracting(ConsistencyStrategy::id)
                .containsExactly(id());
    }

    @Override
    protected Stores stores() {
        return Stores.none();
    }

    /** Memory is fast: a small crowd would be served before it meets. */
    @Override
    protected int stampedeCapacity() {
        return 10_000;
    }

    @Override
    protected void lose(Sale sale) {
        strategy().drop(sale, stores());
    }

    /** Nothing comes between memory and its process: all that can be gone is the sale. */
    @Override
    protected List<Decision> sellWhatIsNotWritten(Sale sale, List<Purchase> batch) {
        lose(sale);
        List<Decision> decisions = sell(join(sale), batch);
        strategy().create(sale, stores());
        return decisions;
    }

    @Override
    protected Collection<String> remains(Sale sale) {
        ConsistencyStrategy strategy = strategy();
        try {
            return List.of(strategy.audit(sale, stores()).toString());
        } catch (StoreException e) {
            return List.of();
        }
    }
}
