package dev.onsale.harness.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Answer;
import dev.onsale.core.Outcome;
import dev.onsale.core.Purchase;
import dev.onsale.core.history.History;
import dev.onsale.core.history.Recorder;
import dev.onsale.harness.load.Load;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SummaryTest {
    private static final long MILLISECOND = 1_000_000;
    private static final Load PACED = new Load(10, 1, 0, 0, 1, 1_000);

    /** Else whatever keeps the first one from leaving is missing from the latency of all. */
    @Test
    void withARateLatencyCountsFromTheScheduleWhichBeginsBeforeTheFirstInvocation() {
        Recorder recorder = new Recorder(List.of(Purchase.any("c", "r1"), Purchase.any("c", "r2")), 2);
        int first = recorder.invoked(0, 0);
        recorder.answered(first, 2 * MILLISECOND, sold());
        long due = PACED.dueNanos(1);
        int second = recorder.invoked(1, due);
        recorder.answered(second, due + 2 * MILLISECOND, sold());
        History history = recorder.history();

        Summary summary = Summary.of(history, PACED, 40 * MILLISECOND);

        assertThat(summary.maxMillis()).isBetween(41.9, 42.1);
        assertThat(summary.latencyMillis(0)).isBetween(41.9, 42.1);
        assertThat(Summary.of(history, PACED, 0).maxMillis()).isBetween(1.9, 2.1);
    }

    private static Answer sold() {
        return new Answer(new Outcome.Sold(1), "w", false);
    }
}
