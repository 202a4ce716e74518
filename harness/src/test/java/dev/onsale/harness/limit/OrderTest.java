package dev.onsale.harness.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {
    private static final List<Measurement> ALL = List.of(
            named("a", false),
            named("b", false),
            named("c", false),
            named("d", false),
            named("e", true),
            named("f", false),
            named("g", false),
            named("h", false));

    private final Order order = new Order(
            ALL, List.of(Set.of("tool a", "tool h"), Set.of("tool h", "tool e"), Set.of("tool not there")), 7);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyRoundHasEachOnceAndWhatIsComparedStandsTogether(int round) {
        List<String> names = names(round);
        assertThat(names).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g", "h");
        int last = names.indexOf("e");
        assertThat(last).isGreaterThanOrEqualTo(2);
        assertThat(names.subList(last - 2, last)).containsExactlyInAnyOrder("a", "h");
    }

    @Test
    void roundsDiffer() {
        assertThat(IntStream.rangeClosed(1, 10).mapToObj(this::names).distinct())
                .hasSizeGreaterThan(5);
        assertThat(names(3)).isEqualTo(names(3));
    }

    @Test
    void halfOfACapacityIsMeasuredWithIt() {
        assertThat(Targets.compared())
                .anySatisfy(names -> assertThat(names).contains("ours direct lua", "tool wrk direct lua own"))
                .contains(Set.of("ours indirect lua", "ours indirect lua half"));
    }

    private List<String> names(int round) {
        return order.of(round).stream().map(Measurement::name).collect(Collectors.toList());
    }

    private static Measurement named(String name, boolean needsOthers) {
        return new Measurement() {
            @Override
            public Kind kind() {
                return Kind.TOOL;
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean needsOthers() {
                return needsOthers;
            }

            @Override
            public void warmUp(Duration length) {
                throw new IllegalStateException("nobody measures");
            }

            @Override
            public Reading measure(int round, Duration length) {
                throw new IllegalStateException("nobody measures");
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
    }
}
