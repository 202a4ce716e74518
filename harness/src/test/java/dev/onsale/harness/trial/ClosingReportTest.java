package dev.onsale.harness.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.harness.fleet.WorkerResult;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClosingReportTest {
    private static final WorkerResult TOLD = new WorkerResult.Closed(Map.of("decisions", 5L, "redeliveries", 3L));
    private static final WorkerResult LOST = new WorkerResult.Lost("it was killed");

    @Test
    void whatALostWorkerDidIsAbsentAndNotZero() {
        ClosingReport report = new ClosingReport(Map.of("w1", TOLD, "w2", LOST), Map.of(), Map.of());
        assertThat(report.counters()).containsOnlyKeys("w1", "route");
        assertThat(report.lostWorkers()).containsExactly("w2");
        assertThat(report.redeliveries()).hasValue(3);
    }

    @Test
    void whatNobodyCountsIsNotKnown() {
        ClosingReport report = ClosingReport.lost(2, "boom");
        assertThat(report.lostWorkers()).containsExactly("w1", "w2");
        assertThat(report.redeliveries()).isEmpty();
        assertThat(report.mismatchedReplies()).isEmpty();
        assertThat(report.leftInQueue()).isEmpty();
        assertThat(report.deadLetters()).isEmpty();
    }

    @Test
    void theBrokersFiguresAreThoseOfTheRouteAndOfTheClients() {
        ClosingReport report = new ClosingReport(
                Map.of("w1", TOLD, "w2", TOLD),
                Map.of("left_in_queue", 7L, "dead_letters", 2L),
                Map.of("mismatched_replies", 1L));
        assertThat(report.redeliveries()).hasValue(6);
        assertThat(report.leftInQueue()).hasValue(7);
        assertThat(report.deadLetters()).hasValue(2);
        assertThat(report.mismatchedReplies()).hasValue(1);
    }
}
