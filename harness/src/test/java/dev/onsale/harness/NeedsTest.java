package dev.onsale.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NeedsTest {
    @Test
    void aTestRunsWhereItsProgramIs() {
        assertThat(Needs.Condition.evaluate("sells", External.NGINX, true, true).isDisabled())
                .isFalse();
    }

    @Test
    void isLeftOutWhereItIsMissing() {
        assertThat(Needs.Condition.evaluate("sells", External.NGINX, false, false)
                        .getReason())
                .contains("sells needs NGINX, which is not installed");
    }

    @Test
    void failsWhereItIsMissingAndRequired() {
        assertThatThrownBy(() -> Needs.Condition.evaluate("sells", External.NGINX, false, true))
                .hasMessageContaining("-Dexternal=required");
    }
}
