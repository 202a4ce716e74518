package dev.onsale.core.history;

import dev.onsale.core.Sale;
import dev.onsale.core.history.Violation.Kind;

/** Compares what buyers were told with a store that only counts. */
final class CountAudit {
    private CountAudit() {}

    /**
     * @param inStore what the store counts
     * @param sold sales known to the buyers
     * @param unknown requests that may have been sold
     * @param repeats unanswered attempts at requests whose outcome is known: nothing, where the strategy is idempotent
     */
    static void check(Sale sale, int inStore, int sold, int unknown, int repeats, Findings findings) {
        String counts = "The store counts " + Words.count(inStore) + " sold";
        if (inStore > sale.capacity()) {
            findings.add(
                    Kind.OVERSOLD,
                    inStore - sale.capacity(),
                    () -> counts + ", but the sale has " + Words.count(sale.capacity(), "ticket") + ".");
        }
        if (inStore < sold) {
            findings.add(
                    Kind.LOST_SALE,
                    sold - inStore,
                    () -> counts + ", but buyers were told of " + Words.count(sold, "sale") + ".");
        }
        int excess = inStore - sold - unknown;
        if (excess > 0) {
            findings.add(
                    excess <= repeats ? Kind.IDEMPOTENCY : Kind.PHANTOM,
                    excess,
                    () -> counts + ", but buyers were told of " + Words.count(sold, "sale") + " and at most "
                            + Words.count(unknown) + " more can have happened"
                            + (excess <= repeats
                                    ? ", unless some of the " + Words.count(repeats, "unanswered attempt")
                                            + " at requests with a known outcome took effect as well."
                                    : "."));
        }
    }
}
