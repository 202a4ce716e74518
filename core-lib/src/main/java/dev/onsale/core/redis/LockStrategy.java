package dev.onsale.core.redis;

import dev.onsale.core.Guarantee;
import dev.onsale.core.Inventory;
import dev.onsale.core.Sale;
import dev.onsale.core.Situation;
import dev.onsale.core.Stores;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.redisson.api.RedissonClient;

/**
 * {@code lock}: a distributed lock around plain reads and one MULTI/EXEC of writes. While the lock is held nobody else decides, so it is
 * right while nothing fails. But a lock is a lease: a worker that sleeps between its last look at the clock and its write may write when
 * the lease has passed to another. Only a fencing token that the store checks with the write would stop it, and plain commands in a
 * MULTI/EXEC cannot check anything; so under faults it promises nothing but to know who bought. Where an answer was lost on its way to the
 * client, but no worker can have slept that long, all writes were made under the lock.
 */
public final class LockStrategy extends LedgerStrategy {
    @Override
    public String id() {
        return "lock";
    }

    @Override
    public String summary() {
        return "Redisson's distributed lock around plain reads and one MULTI/EXEC of writes; striped by seat";
    }

    @Override
    public Set<Guarantee> guarantees(Situation situation) {
        return switch (situation) {
            case CALM, REPEATED -> Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Guarantee.FENCED)));
            case UNANSWERED -> Set.of(Guarantee.NO_OVERSELL, Guarantee.IDEMPOTENT, Guarantee.KNOWS_OWNERS);
            case FAULTS -> Set.of(Guarantee.KNOWS_OWNERS);
        };
    }

    @Override
    public Inventory join(Sale sale, Stores stores) {
        RedissonClient redisson = stores.require(RedissonClient.class);
        return new LockInventory(
                sale,
                new LedgerHash(sale, redisson),
                new StripedLocks(sale, redisson, System::nanoTime),
                System::nanoTime);
    }

    @Override
    List<String> otherKeys(Sale sale) {
        return StripedLocks.keys(sale);
    }
}
