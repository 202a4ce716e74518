package dev.onsale.core;

import java.util.Set;

/**
 * A way to keep a sale consistent. A description: stateless, found by {@link java.util.ServiceLoader}, and free of its store's types, so
 * that listing strategies needs no store's client. What it opens is an {@link Inventory}.
 */
public interface ConsistencyStrategy {
    /** On the command line, in results and on charts: the same string. */
    String id();

    /** One sentence for the list of strategies. */
    String summary();

    /** What it promises in the given situation. */
    Set<Guarantee> guarantees(Situation situation);

    /** The kind of store it works on. */
    StoreKind store();

    /**
     * Puts the sale on: writes stock and epoch. Called once, by the owner of the sale, before any worker joins. Blocks.
     *
     * @throws StoreException the store did not do it
     */
    void create(Sale sale, Stores stores);

    /**
     * Opens the sale for selling. Called by each worker. Blocks; does not check that the sale exists, since an inventory must find out
     * at each batch anyway.
     */
    Inventory join(Sale sale, Stores stores);

    /**
     * The store's own account of the sale. Called when nobody sells any more. Blocks.
     *
     * @throws StoreException the store did not answer, or holds no such sale
     */
    Ledger audit(Sale sale, Stores stores);

    /**
     * Removes all that the store holds of the sale. Blocks. Removing what is not there is no error.
     *
     * @throws StoreException the store did not do it
     */
    void drop(Sale sale, Stores stores);
}
