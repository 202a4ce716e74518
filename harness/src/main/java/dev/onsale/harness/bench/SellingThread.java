package dev.onsale.harness.bench;

import dev.onsale.core.Decision;
import dev.onsale.core.Inventory;
import dev.onsale.core.Model;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.Sale;
import dev.onsale.harness.bench.Season.Block;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A worker without an office: a door of its own to the sale, through which it sells batch after batch. */
@State(Scope.Thread)
public class SellingThread {
    /** Purchases in one call; a divisor of a block's size, and no more than the strategy takes. */
    @Param({"1", "32"})
    public int batch;

    private final List<Decision> decisions = new ArrayList<>(Block.SIZE);
    private List<List<Purchase>> batches;
    private Block block;
    private @Nullable Sale joined;
    private @Nullable Inventory inventory;

    /** Writes down what will be bought, the same in each sale. */
    @Setup(Level.Trial)
    public void prepare(Season season) {
        if (batch < 1 || Block.SIZE % batch != 0) {
            throw new IllegalArgumentException("must divide " + Block.SIZE + ": batch=" + batch);
        }
        batches = new ArrayList<>();
        for (int first = 0; first < Season.CAPACITY; first += batch) {
            batches.add(purchases(season.model(), first, batch));
        }
    }

    static List<Purchase> purchases(Model model, int first, int count) {
        List<Purchase> purchases = new ArrayList<>(count);
        for (int i = first; i < first + count; i++) {
            purchases.add(
                    model == Model.NUMBERED
                            ? Purchase.seat("client" + i, i + 1, "request" + i)
                            : Purchase.any("client" + i, "request" + i));
        }
        return purchases;
    }

    /** Goes to the next purchases, and to their sale. */
    @Setup(Level.Invocation)
    public void take(Season season) {
        decisions.clear();
        block = season.take();
        if (!block.sale().equals(joined)) {
            leave();
            joined = block.sale();
            inventory = season.seller().join(joined, season.stores());
            int most = inventory.batchPolicy().maxBatch();
            if (batch > most) {
                throw new IllegalArgumentException("must be at most " + most + " with this strategy: batch=" + batch);
            }
        }
    }

    /** Sells the block. */
    List<Decision> sell() {
        Inventory door = inventory;
        if (door == null) {
            throw new IllegalStateException("no sale was joined");
        }
        int from = block.first() / batch;
        for (int i = from; i < from + Block.SIZE / batch; i++) {
            decisions.addAll(door.sell(batches.get(i)).toCompletableFuture().join());
        }
        return decisions;
    }

    /** Refuses to count what was not decided: a store in trouble answers fast. */
    @TearDown(Level.Invocation)
    public void settle(Season season) {
        for (Decision decision : decisions) {
            if (!(decision.outcome() instanceof Outcome.Sold)) {
                throw new IllegalStateException("every purchase finds a ticket, and one was answered " + decision);
            }
        }
        season.decided(block);
    }

    /** Closes the door. */
    @TearDown(Level.Trial)
    public void leave() {
        if (inventory != null) {
            inventory.close();
        }
    }
}
