package dev.onsale.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.charts.Panel.Text;
import dev.onsale.record.Bound;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BoundLayersTest {
    private static final Axis X = new Axis("workers", 0, 4, List.of(), false);
    private static final Axis Y = new Axis("operations/s", 0, 3000, List.of(), true);

    @Test
    void aFloorNearTheEndOfTheAxisLeavesTheRoomThereToTheCeiling() {
        assertThat(ofFloor(1000)).allMatch(y -> y > 1000);
        assertThat(ofFloor(2628)).allMatch(y -> y < 2628);
    }

    private static List<Double> ofFloor(double opsPerSecond) {
        List<Bound> bounds = List.of(
                new Bound("indirect", "ceiling", "one way", 20_000),
                new Bound("indirect", "floor", "naive", opsPerSecond));
        return BoundLayers.labels(bounds, X, Y, 300).stream()
                .map(Text.class::cast)
                .skip(2)
                .map(text -> text.at().y())
                .toList();
    }
}
