package dev.onsale.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onsale.charts.Panel.Bars;
import dev.onsale.charts.Panel.Cells;
import dev.onsale.charts.Panel.Layer;
import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Points;
import dev.onsale.charts.Panel.Span;
import dev.onsale.charts.Panel.Spans;
import dev.onsale.core.history.Verdict;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** XChart puts the series where our own axes say. */
class PanelPainterTest {
    private static final Axis TEN = new Axis("", 0, 10, List.of(), false);

    @BeforeAll
    static void fonts() {
        Fonts.install();
    }

    private static BufferedImage paint(Layer layer) {
        BufferedImage image = new BufferedImage(600, 500, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, 600, 500);
        new PanelPainter(g, new Panel("", TEN, TEN, 300, List.of(layer)), new Rectangle2D.Double(100, 100, 400, 300))
                .paint();
        return image;
    }

    private static int[] coloured(BufferedImage image, Color color) {
        return IntStream.range(0, 600 * 500)
                .filter(i -> image.getRGB(i % 600, i / 600) == color.getRGB())
                .toArray();
    }

    @Test
    void aPointIsAtItsPlaceAlsoOnTheEdge() {
        for (Point point : List.of(new Point(5, 5), new Point(0, 0), new Point(10, 10), new Point(2, 10))) {
            BufferedImage image = paint(new Points("s", Look.NEUTRAL, Verdict.VALID, List.of(point)));
            int[] pixels = coloured(image, Look.INK);
            double x = IntStream.of(pixels).map(i -> i % 600).average().orElse(0) + 0.5;
            double y = IntStream.of(pixels).map(i -> i / 600).average().orElse(0) + 0.5;
            assertThat(x).as("x of %s", point).isCloseTo(100 + point.x() * 40, within(1.2));
            assertThat(y).as("y of %s", point).isCloseTo(400 - point.y() * 30, within(1.2));
            assertThat(pixels.length).as("a whole marker at %s", point).isGreaterThan(55);
        }
    }

    @Test
    void aBarEndsAtItsValueAndIsOnItsPlace() {
        BufferedImage image =
                paint(new Bars("s", Color.RED, List.of(0.0, 0.0, 7.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)));
        int[] pixels = coloured(image, Color.RED);
        assertThat(IntStream.of(pixels).map(i -> i / 600).min().orElse(0)).isCloseTo(190, within(1));
        assertThat(IntStream.of(pixels).map(i -> i / 600).max().orElse(0)).isCloseTo(399, within(1));
        assertThat(IntStream.of(pixels).map(i -> i % 600).average().orElse(0)).isCloseTo(200, within(1.0));
    }

    @Test
    void anIntervalIsInItsRowAndOnlyTheCrossedHasACross() {
        Stripe plain = new Stripe(Color.RED, Color.RED, 0.5, false);
        BufferedImage image = paint(new Spans("s", plain, List.of(new Span(2, 7, 3.5))));
        int[] pixels = coloured(image, Color.RED);
        assertThat(IntStream.of(pixels).map(i -> i % 600).min().orElse(0)).isCloseTo(180, within(1));
        assertThat(IntStream.of(pixels).map(i -> i % 600).max().orElse(0)).isCloseTo(380, within(1));
        assertThat(IntStream.of(pixels).map(i -> i / 600).average().orElse(0) + 0.5)
                .isCloseTo(295, within(1.0));
        assertThat(coloured(image, Look.INK)).isEmpty();
        Stripe crossed = new Stripe(Color.RED, Color.RED, 0.5, true);
        int[] cross = coloured(paint(new Spans("s", crossed, List.of(new Span(2, 7, 3.5)))), Look.INK);
        assertThat(IntStream.of(cross).map(i -> i % 600).average().orElse(0) + 0.5)
                .isCloseTo(180, within(1.0));
    }

    @Test
    void theCellsOfAMapFillItRowByRowFromTheTop() {
        Shades shades = new Shades(List.of(0.0, 1.0), List.of(Color.GREEN, Color.RED), List.of("free", "taken"));
        BufferedImage image = paint(new Cells("s", shades, 2, List.of(0.0, 1.0, 0.0)));
        int[] pixels = coloured(image, Color.RED);
        assertThat(pixels.length).isCloseTo(200 * 150, within(700));
        assertThat(IntStream.of(pixels).map(i -> i % 600).min().orElse(0)).isCloseTo(300, within(1));
        assertThat(IntStream.of(pixels).map(i -> i / 600).max().orElse(0)).isCloseTo(250, within(1));
        assertThat(coloured(image, Color.GREEN).length).isCloseTo(2 * 200 * 150, within(1400));
    }
}
