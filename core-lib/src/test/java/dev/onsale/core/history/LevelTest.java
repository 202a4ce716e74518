package dev.onsale.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Guarantee;
import dev.onsale.core.Model;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LevelTest {
    @Test
    void guarantees_add_up_to_a_level() {
        assertThat(declared()).isEqualTo(Level.BROKEN);
        assertThat(declared(Guarantee.KNOWS_OWNERS, Guarantee.IDEMPOTENT, Guarantee.FENCED))
                .isEqualTo(Level.BROKEN);
        assertThat(declared(Guarantee.EXACT)).isEqualTo(Level.RECONCILED);
        assertThat(declared(Guarantee.NO_OVERSELL)).isEqualTo(Level.SAFE);
        assertThat(declared(Guarantee.NO_OVERSELL, Guarantee.EXACT)).isEqualTo(Level.SAFE_EXACT);
        assertThat(declared(Guarantee.LINEARIZABLE)).isEqualTo(Level.LINEARIZABLE);
        assertThat(declared(Guarantee.ORDERED_NUMBERS)).isEqualTo(Level.LINEARIZABLE_ORDERED);
    }

    @Test
    void seats_have_no_order_of_sale() {
        Set<Guarantee> all = EnumSet.allOf(Guarantee.class);
        assertThat(Level.declaredBy(all, Model.UNNUMBERED)).isEqualTo(Level.LINEARIZABLE_ORDERED);
        assertThat(Level.declaredBy(all, Model.NUMBERED)).isEqualTo(Level.LINEARIZABLE);
    }

    private static Level declared(Guarantee... guarantees) {
        return Level.declaredBy(Set.of(guarantees), Model.UNNUMBERED);
    }
}
