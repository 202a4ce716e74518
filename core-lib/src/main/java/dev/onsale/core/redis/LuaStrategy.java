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
 * {@code lua}: one script a batch, which Redis runs as one step: check the epoch, look requests and seats up, decide, record, remember.
 * What it promises under faults holds as long as the store keeps what it has acknowledged. A store that comes back emptied sells nothing.
 * One that comes back rewound does not know that it is: it has lost the last sales that it answered for, and sells those tickets again. A
 * power failure does that to Redis with {@code appendfsync everysec}, which writes its log to the disk once a second, and so does a replica
 * that takes over with less than its master had; {@code appendfsync always} prevents the former.
 */
public final class LuaStrategy extends LedgerStrategy {
    @Override
    public String id() {
        return "lua";
    }

    @Override
    public String summary() {
        return "one Lua script a batch: check, decide, record and remember in one step";
    }

    @Override
    public Set<Guarantee> guarantees(Situation situation) {
        return Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Guarantee.FENCED)));
    }

    @Override
    public Inventory join(Sale sale, Stores stores) {
        return new LuaInventory(sale, stores.require(RedissonClient.class));
    }
}
