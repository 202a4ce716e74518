package dev.onsale.core.redis;

import dev.onsale.core.Guarantee;
import dev.onsale.core.Inventory;
import dev.onsale.core.Sale;
import dev.onsale.core.Situation;
import dev.onsale.core.Stores;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.redisson.api.RedissonClient;

/**
 * {@code racy}: reads, decides, and writes, as {@code lock} does, but without the lock. Wrong on purpose: with two workers both read what
 * neither has written yet. It claims what it does not keep, so that whoever checks a sale can be seen to convict it.
 */
public final class RacyStrategy extends LedgerStrategy {
    @Override
    public String id() {
        return "racy";
    }

    @Override
    public String summary() {
        return "wrong on purpose: reads, waits a millisecond, writes; oversells with two workers or more";
    }

    @Override
    public Set<Guarantee> guarantees(Situation situation) {
        return Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Guarantee.FENCED)));
    }

    @Override
    public Inventory join(Sale sale, Stores stores) {
        return new RacyInventory(
                sale, new LedgerHash(sale, stores.require(RedissonClient.class)), RacyInventory::aMillisecond);
    }
}
