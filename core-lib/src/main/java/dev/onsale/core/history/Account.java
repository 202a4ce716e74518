package dev.onsale.core.history;

import dev.onsale.core.Ledger;
import java.util.Optional;

/**
 * How many of the unknown ones were sold, as far as the store's account tells, when it does not say which.
 *
 * @param least at least so many
 * @param most at most so many
 */
record Account(int least, int most) {
    /**
     * @param sold sales known to the buyers
     * @param unknown requests that may have been sold
     */
    static Account of(Optional<Ledger> ledger, int sold, int unknown) {
        if (ledger.isEmpty()) {
            return new Account(0, unknown);
        }
        int more = Math.max(0, Math.min(unknown, ledger.get().sold() - sold));
        return new Account(more, more);
    }
}
