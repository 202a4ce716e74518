package dev.onsale.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OutcomeTest {
    @Test
    void foldCallsTheOneThatFits() {
        assertThat(name(new Outcome.Sold(7))).isEqualTo("sold 7");
        assertThat(name(new Outcome.Unknown("timeout"))).isEqualTo("unknown timeout");
    }

    @ParameterizedTest
    @EnumSource
    void foldKnowsEveryRejection(Outcome.Rejected rejected) {
        assertThat(name(rejected)).isEqualTo("rejected " + rejected.name());
    }

    @ParameterizedTest
    @EnumSource
    void foldKnowsEveryRefusal(Outcome.NotExecuted refusal) {
        assertThat(name(refusal)).isEqualTo("not executed " + refusal.name());
    }

    private static String name(Outcome outcome) {
        return outcome.fold(
                sold -> "sold " + sold.ticket(),
                rejected -> "rejected " + rejected.name(),
                notExecuted -> "not executed " + notExecuted.name(),
                unknown -> "unknown " + unknown.cause());
    }
}
