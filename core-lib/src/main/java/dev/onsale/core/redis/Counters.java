package dev.onsale.core.redis;

import dev.onsale.core.Ledger;
import dev.onsale.core.Model;
import dev.onsale.core.Sale;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;

/**
 * The counters of a sale: {@code {sale}:sold}, or {@code {sale}:seat:42} for each seat, and {@code {sale}:sale} which says in words whose
 * they are. Every counter carries the epoch in itself: it starts at {@link #START} when the sale is created, so one that had vanished, and
 * was made anew by being counted up, shows by being below. Such a one sells nothing, and is deleted again. All are made at once, so that
 * each has its expiry from the beginning and selling needs one command a counter.
 */
final class Counters {
    /** Above it, a counter's last digits are what it has counted. */
    static final long START = 1_000_000_000_000L;

    private static final Script CREATE = new Script("create-counters.lua");
    private static final Script CLEAR_VOID = new Script("clear-void-counters.lua");
    private static final Script DROP = new Script("drop.lua");
    private static final int CHUNK = 1000;

    private final Sale sale;
    private final RedissonClient redisson;
    private final RScript scripts;

    Counters(Sale sale, RedissonClient redisson) {
        this.sale = sale;
        this.redisson = redisson;
        this.scripts = Script.door(redisson);
    }

    /** The key that says whose counters these are. */
    private String owner() {
        return LedgerHash.key(sale, "sale");
    }

    /** The key of the one counter of an unnumbered sale. */
    String sold() {
        return LedgerHash.key(sale, "sold");
    }

    /** The key of a seat's counter. */
    String seat(int seat) {
        return LedgerHash.key(sale, "seat:" + seat);
    }

    void create() {
        boolean first = Failures.await(
                "creating",
                sale,
                redisson.<String>getBucket(owner(), StringCodec.INSTANCE)
                        .setIfAbsentAsync(LedgerHash.inWords(sale), LedgerHash.EXPIRES));
        if (!first) {
            throw Failures.isOnAlready(sale);
        }
        byte[] expires = Script.bytes(Long.toString(LedgerHash.EXPIRES.toSeconds()));
        inChunks(keys -> Failures.await(
                "creating", sale, CREATE.number(scripts, keys, Script.bytes(Long.toString(START)), expires)));
    }

    void drop() {
        Failures.await("dropping", sale, DROP.number(scripts, List.of(owner())));
        inChunks(keys -> Failures.await("dropping", sale, DROP.number(scripts, keys)));
    }

    Ledger audit() {
        try {
            String owner =
                    redisson.<String>getBucket(owner(), StringCodec.INSTANCE).get();
            if (!LedgerHash.inWords(sale).equals(owner)) {
                throw Failures.noSuchSale(sale);
            }
            BitSet sold = new BitSet();
            int[] total = {0};
            inChunks(keys -> {
                Map<String, String> values =
                        redisson.getBuckets(StringCodec.INSTANCE).get(keys.toArray(new String[0]));
                for (Object key : keys) {
                    String value = values.get((String) key);
                    if (value == null || Long.parseLong(value) < START) {
                        throw Failures.noSuchSale(sale);
                    }
                    long counted = Long.parseLong(value) - START;
                    total[0] = (int) Math.min(counted, sale.capacity());
                    if (sale.model() == Model.NUMBERED && counted > 0) {
                        String name = (String) key;
                        sold.set(Integer.parseInt(name.substring(name.lastIndexOf(':') + 1)));
                    }
                }
            });
            return switch (sale.model()) {
                case UNNUMBERED -> new Ledger.Counted(total[0]);
                case NUMBERED -> new Ledger.Seats(sold);
            };
        } catch (RedisException e) {
            throw Failures.storeException("auditing", sale, e);
        }
    }

    /** Deletes those of the counters that had vanished. What it could not delete sells nothing all the same. */
    CompletionStage<Void> clearVoid(List<Object> keys) {
        return CLEAR_VOID
                .number(scripts, keys, Script.bytes(Long.toString(START)))
                .handle((cleared, failure) -> null);
    }

    private void inChunks(Consumer<List<Object>> action) {
        if (sale.model() == Model.UNNUMBERED) {
            action.accept(List.of(sold()));
            return;
        }
        for (int from = 1; from <= sale.capacity(); from += CHUNK) {
            List<Object> keys = new ArrayList<>(CHUNK);
            for (int seat = from; seat < from + CHUNK && seat <= sale.capacity(); seat++) {
                keys.add(seat(seat));
            }
            action.accept(keys);
        }
    }
}
