package dev.onsale.harness.limit;

import dev.onsale.core.Model;
import dev.onsale.core.Sale;
import dev.onsale.core.redis.LuaStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The command by which the {@code lua} strategy sells.
 *
 * @param sale one that never sells out
 * @param digest of the script, which the server knows
 */
record SellCall(Sale sale, String digest) {
    private static final String SCRIPT = "sell-unnumbered.lua";

    /** Makes the server know the script. */
    static SellCall load(RedisAddress redis, String saleId) throws IOException {
        return new SellCall(new Sale(saleId, Model.UNNUMBERED, Sale.MAX_CAPACITY), redis.load(script()));
    }

    private static String script() throws IOException {
        try (InputStream in = LuaStrategy.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException("not packaged: " + SCRIPT);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The command and its arguments, with the same request id for each of the purchases. */
    List<String> words(String requestId, int purchases) {
        List<String> words = new ArrayList<>(List.of(
                "EVALSHA",
                digest,
                "1",
                "{" + sale.id() + "}:ledger",
                sale.model().id() + " " + sale.capacity(),
                Integer.toString(sale.capacity())));
        words.addAll(Collections.nCopies(purchases, requestId));
        words.addAll(Collections.nCopies(purchases, "user1234"));
        return words;
    }
}
