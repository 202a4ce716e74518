package dev.onsale.charts;

import dev.onsale.core.history.Verdict;
import java.awt.Color;
import java.util.List;

/**
 * One coordinate system of a picture and what is drawn in it: plain data, so that tests can read what a plot shows.
 *
 * @param height of the plot itself, in pixels of a screen
 */
record Panel(String title, Axis x, Axis y, int height, List<Layer> layers) {
    Panel {
        layers = List.copyOf(layers);
    }

    /** A place in an axis's own measure. */
    record Point(double x, double y) {
        /** Interrupts a line. */
        static Point gap(double x) {
            return new Point(x, Double.NaN);
        }
    }

    /** Something drawn in the coordinates of the panel, the later on top of the earlier. */
    sealed interface Layer {}

    /** Points joined by a line, with a break at each {@link Point#gap}. */
    record Line(String series, Look look, List<Point> points) implements Layer {}

    /** Markers. */
    record Points(String series, Look look, Verdict verdict, List<Point> points) implements Layer {}

    /** A thin line between two places, across which a value was seen. */
    record Whisker(Look look, Point from, Point to) implements Layer {}

    /** A line that guides the eye, no measurement. */
    record Guide(Point from, Point to) implements Layer {}

    /**
     * Bars that stand on those of the layer before, the first on zero: one a place of the x axis, at 0.5, 1.5 and so on.
     *
     * @param values zero where there is no bar
     */
    record Bars(String series, Color fill, List<Double> values) implements Layer {}

    /**
     * Text.
     *
     * @param align which part of the text is at the place: 0 its beginning, 0.5 its middle, 1 its end
     * @param upright read from the bottom up
     */
    record Text(Point at, String text, Color color, boolean bold, double align, boolean upright) implements Layer {}

    /** Intervals of the x axis, each in a row of its own, a unit of the y axis high. */
    record Spans(String series, Stripe stripe, List<Span> spans) implements Layer {}

    /**
     * An interval of the x axis.
     *
     * @param y the middle of its row
     */
    record Span(double from, double to, double y) {}

    /**
     * A map: cells of a unit of both axes each, row by row from the top left.
     *
     * @param values the last row may be shorter than the others
     */
    record Cells(String series, Shades shades, int columns, List<Double> values) implements Layer {}

    /** The layers of this kind, in order. */
    <T extends Layer> List<T> layers(Class<T> kind) {
        return layers.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
