package dev.onsale.core.history;

import dev.onsale.core.Guarantee;
import dev.onsale.core.Model;
import java.util.Set;

/** How consistent a sale is, from the worst to the best. Each level includes those before it. */
public enum Level {
    /** Anything may happen: sold twice, sold more than there is. */
    BROKEN,
    /** Sold too much for a while, and made good. Only ever declared: a history holds no compensation. */
    RECONCILED,
    /** Never sold too much. Tickets may be left over though buyers were turned away. */
    SAFE,
    /** And in the end exactly as much as demand allows, though a buyer may have been turned away too early. */
    SAFE_EXACT,
    /** And every answer could have come from one clerk with one queue. */
    LINEARIZABLE,
    /** And tickets are numbered 1, 2, 3 … in the order of the sales. */
    LINEARIZABLE_ORDERED;

    /** The level that these guarantees add up to. Seats have no order of sale, so a numbered sale ends at {@link #LINEARIZABLE}. */
    public static Level declaredBy(Set<Guarantee> guarantees, Model model) {
        if (guarantees.contains(Guarantee.ORDERED_NUMBERS) && model == Model.UNNUMBERED) {
            return LINEARIZABLE_ORDERED;
        }
        if (guarantees.contains(Guarantee.LINEARIZABLE)) {
            return LINEARIZABLE;
        }
        boolean exact = guarantees.contains(Guarantee.EXACT);
        if (guarantees.contains(Guarantee.NO_OVERSELL)) {
            return exact ? SAFE_EXACT : SAFE;
        }
        return exact ? RECONCILED : BROKEN;
    }

    /** The best that a sale of this model can show. */
    static Level best(Model model) {
        return switch (model) {
            case UNNUMBERED -> LINEARIZABLE_ORDERED;
            case NUMBERED -> LINEARIZABLE;
        };
    }
}
