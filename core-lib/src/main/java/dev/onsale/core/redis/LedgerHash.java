package dev.onsale.core.redis;

import dev.onsale.core.Ledger;
import dev.onsale.core.Model;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RFuture;
import org.redisson.api.RMap;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;

/**
 * A sale's ledger in one Redis hash, {@code {sale}:ledger}. One key, so that what it says of seats, requests and the sale itself can only
 * be lost together:
 *
 * <pre>
 * ' sale'     'numbered 20000': the epoch. Without it there is no sale, whatever else is there
 * ' sold'     tickets sold, of an unnumbered sale
 * ' 42'       the request that has seat 42
 * request id  '42 client': it has ticket or seat 42;  '-42 client', '-0 client': it got nothing
 * </pre>
 *
 * An id has no white space, so no request can be taken for a field that begins with a space. Rejections are remembered, too: a retry is
 * then known as one, and an id that comes back with another wish is refused. The hash is made by {@link #create} and expires a day after.
 */
final class LedgerHash {
    static final String SALE = " sale";
    static final String SOLD = " sold";
    static final Duration EXPIRES = Duration.ofDays(1);

    private static final Script CREATE = new Script("create-ledger.lua");
    private static final Script CLEAR_VOID = new Script("clear-void.lua");
    private static final Script DROP = new Script("drop.lua");
    private static final int SCAN_COUNT = 5000;

    private final Sale sale;
    private final String key;
    private final RedissonClient redisson;
    private final RScript scripts;
    private final RMap<String, String> hash;

    LedgerHash(Sale sale, RedissonClient redisson) {
        this.sale = sale;
        this.key = key(sale, "ledger");
        this.redisson = redisson;
        this.scripts = Script.door(redisson);
        this.hash = redisson.getMap(key, StringCodec.INSTANCE);
    }

    /** A key of the sale; the braces keep a sale in one slot of a Redis Cluster. */
    static String key(Sale sale, String name) {
        return "{" + sale.id() + "}:" + name;
    }

    /** The sale in words: two that differ in anything are not the same sale. */
    static String inWords(Sale sale) {
        return sale.model().id() + " " + sale.capacity();
    }

    /** The field of a seat. */
    static String seatField(int seat) {
        return " " + seat;
    }

    String key() {
        return key;
    }

    void create() {
        long created = Failures.await(
                "creating",
                sale,
                CREATE.number(
                        scripts,
                        List.of(key),
                        Script.bytes(inWords(sale)),
                        Script.bytes(Long.toString(EXPIRES.toSeconds()))));
        if (created == 0) {
            throw Failures.isOnAlready(sale);
        }
    }

    /** Removes the ledger and the sale's other keys, if it has any. */
    void drop(List<String> otherKeys) {
        List<Object> keys = new ArrayList<>(otherKeys);
        keys.add(key);
        Failures.await("dropping", sale, DROP.number(scripts, keys));
    }

    Ledger audit() {
        Map<String, Integer> tickets = new HashMap<>();
        Map<String, String> clients = new HashMap<>();
        Map<Integer, String> requests = new HashMap<>();
        OptionalInt counted = OptionalInt.empty();
        boolean found = false;
        try {
            for (Map.Entry<String, String> entry : hash.entrySet(SCAN_COUNT)) {
                String field = entry.getKey();
                String value = entry.getValue();
                if (field.equals(SALE)) {
                    found = value.equals(inWords(sale));
                } else if (field.equals(SOLD)) {
                    counted = OptionalInt.of(Integer.parseInt(value));
                } else if (field.charAt(0) == ' ') {
                    requests.put(Integer.valueOf(field.substring(1)), value);
                } else if (value.charAt(0) != '-') {
                    tickets.put(field, Integer.valueOf(value.substring(0, value.indexOf(' '))));
                    clients.put(field, value.substring(value.indexOf(' ') + 1));
                }
            }
        } catch (RedisException e) {
            throw Failures.storeException("auditing", sale, e);
        }
        if (!found) {
            throw Failures.noSuchSale(sale);
        }
        boolean numbered = sale.model() == Model.NUMBERED; // where it does not count, and else names no seats
        return new Ledger.Owners(
                tickets,
                Optional.of(clients),
                numbered ? Optional.of(requests) : Optional.empty(),
                numbered ? OptionalInt.empty() : counted);
    }

    /** Whatever the ledger says that matters to these purchases, by field. One plain HMGET. */
    CompletionStage<Map<String, String>> read(List<Purchase> purchases) {
        Set<String> fields = new LinkedHashSet<>();
        fields.add(SALE);
        if (sale.model() == Model.UNNUMBERED) {
            fields.add(SOLD);
        }
        for (Purchase purchase : purchases) {
            fields.add(purchase.requestId());
            purchase.seat().ifPresent(seat -> fields.add(seatField(seat)));
        }
        return hash.getAllAsync(fields);
    }

    /**
     * Writes the fields in one MULTI/EXEC, which also looks whether the sale is still there. The stage's value says so; if it is not, what
     * was written is cleared again.
     */
    CompletionStage<Boolean> write(Map<String, String> fields) {
        RBatch batch = redisson.createBatch(BatchOptions.defaults()
                .executionMode(BatchOptions.ExecutionMode.IN_MEMORY_ATOMIC)
                .retryAttempts(0));
        RFuture<Void> written =
                batch.<String, String>getMap(key, StringCodec.INSTANCE).putAllAsync(fields);
        RFuture<Boolean> there =
                batch.<String, String>getMap(key, StringCodec.INSTANCE).containsKeyAsync(SALE);
        return batch.executeAsync()
                .thenCompose(done -> written)
                .thenCompose(done -> there)
                .thenCompose(on -> on
                        ? CompletableFuture.completedFuture(true)
                        : CLEAR_VOID.number(scripts, List.of(key)).handle((cleared, failure) -> false));
    }
}
