package dev.onsale.core.redis;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Ledger;
import dev.onsale.core.Sale;
import dev.onsale.core.StoreKind;
import dev.onsale.core.Stores;
import java.util.List;
import org.redisson.api.RedissonClient;

/** What the strategies have in common that keep a sale in a {@link LedgerHash}: all but the selling. */
abstract class LedgerStrategy implements ConsistencyStrategy {
    @Override
    public final StoreKind store() {
        return StoreKind.REDIS;
    }

    @Override
    public final void create(Sale sale, Stores stores) {
        ledger(sale, stores).create();
    }

    @Override
    public final Ledger audit(Sale sale, Stores stores) {
        return ledger(sale, stores).audit();
    }

    @Override
    public final void drop(Sale sale, Stores stores) {
        ledger(sale, stores).drop(otherKeys(sale));
    }

    /** Keys of the sale beside its ledger. */
    List<String> otherKeys(Sale sale) {
        return List.of();
    }

    private static LedgerHash ledger(Sale sale, Stores stores) {
        return new LedgerHash(sale, stores.require(RedissonClient.class));
    }
}
