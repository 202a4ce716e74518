package dev.onsale.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SaleTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "A-1_b.2", "1234567890123456789012345678901234567890123456789012345678901234"})
    void anIdIsAShortPlainWord(String id) {
        assertThat(new Sale(id, Model.NUMBERED, 1).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a:b",
                "a{b}",
                "a/b",
                "a\n",
                "é",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void anyOtherIdIsRefused(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sale(id, Model.NUMBERED, 1))
                .withMessage("a sale's id must be 1 to 64 letters, digits, dots, underscores or hyphens: id=" + id);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 100_000_001, Integer.MAX_VALUE})
    void aCapacityOutOfRangeIsRefused(int capacity) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sale("s", Model.UNNUMBERED, capacity))
                .withMessage("must be in 1..100000000: capacity=" + capacity);
    }

    @Test
    void theLimitsAreCapacities() {
        assertThat(new Sale("s", Model.UNNUMBERED, 1).capacity()).isEqualTo(1);
        assertThat(new Sale("s", Model.UNNUMBERED, Sale.MAX_CAPACITY).capacity())
                .isEqualTo(100_000_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 10})
    void aSeatOfTheSaleFits(int seat) {
        assertThat(new Sale("s", Model.NUMBERED, 10).refusal(Purchase.seat("c", seat, "r")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 11, Integer.MAX_VALUE})
    void aSeatThatDoesNotExistIsAnOutcome(int seat) {
        assertThat(new Sale("s", Model.NUMBERED, 10).refusal(Purchase.seat("c", seat, "r")))
                .contains(Outcome.NotExecuted.NO_SUCH_SEAT);
    }

    @Test
    void aPurchaseOfTheOtherModelIsMalformed() {
        assertThat(new Sale("s", Model.NUMBERED, 10).refusal(Purchase.any("c", "r")))
                .contains(Outcome.NotExecuted.MALFORMED);
        assertThat(new Sale("s", Model.UNNUMBERED, 10).refusal(Purchase.seat("c", 1, "r")))
                .contains(Outcome.NotExecuted.MALFORMED);
        assertThat(new Sale("s", Model.UNNUMBERED, 10).refusal(Purchase.seat("c", 11, "r")))
                .contains(Outcome.NotExecuted.MALFORMED);
        assertThat(new Sale("s", Model.UNNUMBERED, 10).refusal(Purchase.any("c", "r")))
                .isEmpty();
    }
}
