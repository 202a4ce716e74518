package dev.onsale.harness.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Model;
import dev.onsale.core.workload.WorkloadGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarmUpTest {
    @ParameterizedTest
    @EnumSource
    void thereIsAWorkloadForAnyNumberOfPurchases(Model model) {
        IntStream.rangeClosed(1, 100).forEach(purchases -> {
            WorkloadGenerator workload = Stage.warmUp(model, purchases, 1);
            assertThat(workload.requests()).isBetween(purchases, Math.max(purchases, 20));
            assertThat(workload.generate().model()).isEqualTo(model);
        });
        assertThat(Stage.warmUp(model, 12_000, 1).capacity()).isEqualTo(8_000);
    }
}
