package dev.onsale.core.redis;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Guarantee;
import dev.onsale.core.Inventory;
import dev.onsale.core.Ledger;
import dev.onsale.core.Sale;
import dev.onsale.core.Situation;
import dev.onsale.core.StoreKind;
import dev.onsale.core.Stores;
import dev.onsale.core.Strategies;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.redisson.api.RedissonClient;

/**
 * A strategy with a seeded bug: a real one whose inventories are tampered with. It keeps its sale where the real one does, and promises
 * whatever can be promised, or what the real one does, so that the checker can know it by what it does and by nothing else.
 *
 * @param summary what it does wrong
 * @param promises in each situation
 */
record Mutant(
        String id, String summary, ConsistencyStrategy real, Bug bug, Function<Situation, Set<Guarantee>> promises)
        implements ConsistencyStrategy {
    /** What a worker gets in place of the real inventory. */
    interface Bug {
        Inventory in(Inventory real, Sale sale, RedissonClient redisson);
    }

    static Mutant ofLua(String id, String wrong, Bug bug) {
        return of(id, wrong, Strategies.named("lua"), bug);
    }

    static Mutant ofAtomicLong(String id, String wrong, Bug bug) {
        return of(id, wrong, Strategies.named("atomic-long"), bug);
    }

    private static Mutant of(String id, String wrong, ConsistencyStrategy real, Bug bug) {
        return new Mutant(
                id,
                wrong,
                real,
                bug,
                situation -> Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Guarantee.FENCED))));
    }

    /** Promises no more than the real one does in the same situation. */
    static Mutant ofLock(String id, String wrong, Bug bug) {
        ConsistencyStrategy lock = Strategies.named("lock");
        return new Mutant(id, wrong, lock, bug, lock::guarantees);
    }

    /** A key of the sale for whatever the bug needs. */
    static String key(Sale sale) {
        return LedgerHash.key(sale, "mutant");
    }

    @Override
    public Set<Guarantee> guarantees(Situation situation) {
        return promises.apply(situation);
    }

    @Override
    public StoreKind store() {
        return StoreKind.REDIS;
    }

    @Override
    public void create(Sale sale, Stores stores) {
        real.create(sale, stores);
    }

    @Override
    public Inventory join(Sale sale, Stores stores) {
        return bug.in(real.join(sale, stores), sale, stores.require(RedissonClient.class));
    }

    @Override
    public Ledger audit(Sale sale, Stores stores) {
        return real.audit(sale, stores);
    }

    @Override
    public void drop(Sale sale, Stores stores) {
        real.drop(sale, stores);
        stores.require(RedissonClient.class).getKeys().delete(key(sale));
    }
}
