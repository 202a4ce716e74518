package dev.onsale.harness.bench;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Model;
import dev.onsale.core.Sale;
import dev.onsale.core.StoreKind;
import dev.onsale.core.Stores;
import dev.onsale.core.Strategies;
import dev.onsale.harness.backend.StoreConnections;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Sale after sale of one strategy, each as large as those of a trial, for all threads of a benchmark: a sale that is used up is followed
 * by the next, so that no figure is that of a store which has sold out, or grown without bounds. Thread-safe.
 */
@State(Scope.Benchmark)
public class Season {
    /** Tickets of a sale: 20,000, rounded up to whole blocks. */
    static final int CAPACITY = (20_000 + Block.SIZE - 1) / Block.SIZE * Block.SIZE;

    /** The strategy's id. */
    @Param({"atomic-long", "lock", "lua", "memory", "racy"})
    public String strategy = "";

    /** The model's id. */
    @Param({"unnumbered", "numbered"})
    public String model = "";

    private final StoreConnections connections = new StoreConnections();
    private ConsistencyStrategy seller;
    private Stores stores;
    private Edition edition;

    /** A sale and how far it has come. */
    private static final class Edition {
        private final Sale sale;
        private int taken;
        private int decided;

        Edition(Sale sale) {
            this.sale = sale;
        }
    }

    /** Purchases of a sale that one thread decides, and nobody else. */
    static final class Block {
        /** Purchases in a block: the operations of one invocation. */
        static final int SIZE = 128;

        private final Edition edition;
        private final int first;

        private Block(Edition edition, int first) {
            this.edition = edition;
            this.first = first;
        }

        Sale sale() {
            return edition.sale;
        }

        /** How many purchases of the sale come before these. */
        int first() {
            return first;
        }
    }

    /** Puts the first sale on. */
    @Setup(Level.Trial)
    public void begin() throws IOException {
        seller = Strategies.named(strategy);
        stores = connections.stores(seller.store() == StoreKind.REDIS ? StoreAddress.get() : "");
        edition = next();
    }

    /** Takes the last sale off. */
    @TearDown(Level.Trial)
    public void end() {
        seller.drop(edition.sale, stores);
        connections.close();
    }

    ConsistencyStrategy seller() {
        return seller;
    }

    Stores stores() {
        return stores;
    }

    Model model() {
        return Model.valueOf(model.toUpperCase(Locale.ROOT));
    }

    /** The next purchases to decide, of the present sale or of a new one. */
    synchronized Block take() {
        if (edition.taken == CAPACITY) {
            edition = next();
        }
        Block block = new Block(edition, edition.taken);
        edition.taken += Block.SIZE;
        return block;
    }

    /** These purchases are decided. Whoever decides the last of a sale takes it off. */
    synchronized void decided(Block block) {
        block.edition.decided += Block.SIZE;
        if (block.edition.decided == CAPACITY) {
            seller.drop(block.sale(), stores);
        }
    }

    private Edition next() {
        Sale sale = new Sale("bench-" + UUID.randomUUID(), model(), CAPACITY);
        seller.create(sale, stores);
        return new Edition(sale);
    }
}
