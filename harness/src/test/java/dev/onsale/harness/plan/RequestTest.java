package dev.onsale.harness.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.onsale.core.ConsistencyStrategy;
import dev.onsale.core.Purchase;
import dev.onsale.core.Strategies;
import dev.onsale.core.workload.HandmadeWorkload;
import dev.onsale.core.workload.Shape;
import dev.onsale.core.workload.Workload;
import dev.onsale.core.workload.WorkloadGenerator;
import dev.onsale.harness.load.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class RequestTest {
    private static final Workload UNNUMBERED =
            WorkloadGenerator.of(Shape.COURSE_UNNUMBERED).generate();
    private static final Workload NUMBERED =
            WorkloadGenerator.of(Shape.COURSE_NUMBERED).generate();

    @Test
    void everyCombinationIsThereOnceARepeat() {
        List<TrialSpec> trials = request(List.of(UNNUMBERED, NUMBERED), 2).trials();
        assertThat(trials).hasSize(2 * 54);
        assertThat(trials).extracting(TrialSpec::id).doesNotHaveDuplicates();
        assertThat(new HashSet<>(trials.subList(0, 54))).hasSize(54).allMatch(trial -> trial.repeat() == 1);
        assertThat(trials)
                .extracting(TrialSpec::id)
                .contains("in-process-unnumbered-lua-w1-r1", "indirect-numbered-atomic-long-w4-r2");
    }

    @Test
    void theOrderIsDrawnByLotAndTheSameForTheSameSeed() {
        List<String> once = ids(request(List.of(UNNUMBERED), 2));
        assertThat(ids(request(List.of(UNNUMBERED), 2))).isEqualTo(once);
        assertThat(once).isNotEqualTo(once.stream().sorted().toList());
        assertThat(once.subList(27, 54).stream().map(id -> id.replace("-r2", "-r1")))
                .isNotEqualTo(once.subList(0, 27));
    }

    @Test
    void twoWorkloadsOfOneModelAreToldApart() {
        Workload oversubscribed = WorkloadGenerator.of(Shape.OVERSUBSCRIBED).generate();
        assertThat(ids(request(List.of(UNNUMBERED, oversubscribed), 1)))
                .doesNotHaveDuplicates()
                .contains("direct-unnumbered-oversubscribed-lua-w1-r1");
    }

    /** Ids were refused when the first trial was over, and the run was lost. */
    @Test
    void whateverAWorkloadIsCalledTheIdCanBeAFilesNameAndIsItsOwn() {
        List<Purchase> purchases = List.of(Purchase.any("a", "1"));
        List<Workload> workloads = new ArrayList<>();
        for (String name :
                List.of("x", "X", "x (1)", "x [1]", "a+b", "a,b", "café", "票", "", "é".repeat(220), "é".repeat(221))) {
            workloads.add(HandmadeWorkload.of(name, purchases));
        }
        Request request = request(
                List.of(Strategies.named("atomic-long")),
                workloads,
                List.of(1e-300, Double.MIN_VALUE, 0.012345678901234567, 60_000.0),
                1);
        List<String> ids = ids(request);
        assertThat(ids(request)).isEqualTo(ids);
        assertThat(ids).allMatch(id -> id.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}"));
        assertThat(ids.stream().map(id -> id.toLowerCase(Locale.ROOT))).doesNotHaveDuplicates();
        assertThat(ids).contains("direct-unnumbered-x-atomic-long-w1-service1E-300-r1");
    }

    @Test
    void twoServiceTimesAreToldApart() {
        List<ConsistencyStrategy> lua = List.of(Strategies.named("lua"));
        assertThat(ids(request(lua, List.of(UNNUMBERED), List.of(0.0, 2.0, 0.5), 1)))
                .doesNotHaveDuplicates()
                .contains("direct-unnumbered-lua-w1-service0-r1", "direct-unnumbered-lua-w1-service0.5-r1");
    }

    /** It answers within the call. To record 128 in flight would be to record what never was. */
    @Test
    void theReferenceHasOneCallUnderWayUnlessSomethingHoldsItsAnswersBack() {
        Request request = new Request(
                List.of(Architecture.IN_PROCESS),
                List.of(Strategies.named("memory"), Strategies.named("lua")),
                List.of(1),
                List.of(UNNUMBERED),
                List.of(0.0, 2.0),
                settings(1));
        assertThat(request.trials())
                .extracting(
                        trial -> trial.strategy().id(),
                        TrialSpec::serviceMillis,
                        trial -> trial.load().concurrency())
                .containsExactlyInAnyOrder(
                        tuple("memory", 0.0, 1),
                        tuple("memory", 2.0, 128),
                        tuple("lua", 0.0, 128),
                        tuple("lua", 2.0, 128));
    }

    @Test
    void aStrategyOfOneProcessIsRefusedForSeveral() {
        assertThatThrownBy(() -> new Request(
                        List.of(Architecture.IN_PROCESS, Architecture.DIRECT),
                        List.of(Strategies.named("memory")),
                        List.of(1),
                        List.of(UNNUMBERED),
                        List.of(0.0),
                        settings(1)))
                .hasMessage("strategy memory keeps its sale in one process, and the direct architecture has several: "
                        + "add --architecture in-process");
    }

    private static List<String> ids(Request request) {
        return request.trials().stream().map(TrialSpec::id).toList();
    }

    private static Request request(List<Workload> workloads, int repeats) {
        List<ConsistencyStrategy> strategies =
                List.of(Strategies.named("atomic-long"), Strategies.named("lock"), Strategies.named("lua"));
        return request(strategies, workloads, List.of(0.0), repeats);
    }

    private static Request request(
            List<ConsistencyStrategy> strategies, List<Workload> workloads, List<Double> serviceMillis, int repeats) {
        return new Request(
                Arrays.asList(Architecture.values()),
                strategies,
                List.of(1, 2, 4),
                workloads,
                serviceMillis,
                settings(repeats));
    }

    private static Settings settings(int repeats) {
        return new Settings(20_000, Load.once(128, 1), "own", "classic", 500, Duration.ofSeconds(10), 0, repeats, 1);
    }
}
