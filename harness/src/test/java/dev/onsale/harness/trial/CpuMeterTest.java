package dev.onsale.harness.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class CpuMeterTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicReference<Map<String, Duration>> children = new AtomicReference<>();
    private final CpuMeter meter = new CpuMeter(children::get);

    @Test
    void aPartThatHasLostAProcessIsNotKnownThoughTheOthersOfItWereBusier() {
        children.set(Map.of("w1", SECOND, "w2", SECOND, "redis", SECOND));
        CpuMeter.Reading before = meter.read();
        children.set(Map.of("w1", SECOND.multipliedBy(9), "redis", SECOND.multipliedBy(3)));

        assertThat(meter.since(before))
                .containsEntry(CpuMeter.Part.STORE, SECOND.multipliedBy(2))
                .doesNotContainKey(CpuMeter.Part.WORKER);
    }

    @Test
    void aPartIsTheSumOfItsProcessesThoseThatCameMeanwhileIncluded() {
        children.set(Map.of("w1", SECOND));
        CpuMeter.Reading before = meter.read();
        children.set(Map.of("w1", SECOND.multipliedBy(2), "w2", SECOND));

        assertThat(meter.since(before)).containsEntry(CpuMeter.Part.WORKER, SECOND.multipliedBy(2));
    }
}
