package dev.onsale.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTest {
    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(Axis.Tick::label).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0      | 0 0.2 0.4 0.6 0.8 1",
                "3.2    | 0 1 2 3 4",
                "760    | 0 200 400 600 800",
                "20000  | 0 5,000 10,000 15,000 20,000",
                "20001  | 0 5,000 10,000 15,000 20,000 25,000",
                "108763 | 0 25,000 50,000 75,000 100,000 125,000",
            })
    void throughputBeginsAtZeroAndEndsAtARoundNumber(double highest, String expected) {
        Axis axis = Axis.fromZero("ops/s", highest);
        assertThat(String.join(" ", labels(axis))).isEqualTo(expected);
        assertThat(axis.min()).isZero();
        assertThat(axis.max()).isGreaterThanOrEqualTo(highest);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.3, 1, 9.99, 1e3, 123456, 1e9})
    void ticksAreFewAndWithinTheAxis(double highest) {
        Axis axis = Axis.fromZero("", highest);
        assertThat(axis.ticks()).hasSizeBetween(3, 7).allMatch(tick -> tick.at() <= axis.max() * 1.0001);
    }

    @Test
    void latenciesHaveARoundNumberOnEachSide() {
        assertThat(labels(Axis.logarithmic("ms", 0.3, 1100))).containsExactly("1", "10", "100", "1,000");
        Axis narrow = Axis.logarithmic("ms", 3, 30);
        assertThat(labels(narrow)).containsExactly("2", "5", "10", "20", "50");
        assertThat(narrow.min()).isCloseTo(Math.log10(2), within(1e-9));
        assertThat(narrow.max()).isCloseTo(Math.log10(50), within(1e-9));
        Axis point = Axis.logarithmic("ms", 10, 10);
        assertThat(point.min()).isLessThanOrEqualTo(1);
        assertThat(point.max()).isGreaterThan(point.min());
    }

    @Test
    void workersAreWholeNumbers() {
        Axis axis = Axis.counts("workers", new TreeSet<>(List.of(1, 2, 4)));
        assertThat(labels(axis)).containsExactly("1", "2", "4");
        assertThat(axis.ticks()).extracting(Axis.Tick::at).containsExactly(1.0, 2.0, 4.0);
        assertThat(Axis.counts("workers", new TreeSet<>(List.of(2))).fraction(2))
                .isEqualTo(0.5);
    }

    @Test
    void ratiosHaveOneInTheMiddleOfTheirTicks() {
        assertThat(labels(Axis.ratios("", List.of(1.3, 0.9)))).containsExactly("1/2", "1", "2");
        assertThat(labels(Axis.ratios("", List.of(3.5)))).containsExactly("1/4", "1/2", "1", "2", "4");
        assertThat(labels(Axis.ratios("", List.of(60.0)))).containsExactly("1/64", "1/16", "1/4", "1", "4", "16", "64");
        assertThat(labels(Axis.ratios("", List.of()))).containsExactly("1/2", "1", "2");
        assertThat(Axis.ratios("", List.of(0.1)).min()).isLessThan(-1);
    }
}
