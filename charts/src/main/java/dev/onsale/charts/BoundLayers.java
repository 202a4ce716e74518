package dev.onsale.charts;

import dev.onsale.charts.Panel.Guide;
import dev.onsale.charts.Panel.Layer;
import dev.onsale.charts.Panel.Point;
import dev.onsale.charts.Panel.Text;
import dev.onsale.charts.Sheet.Entry;
import dev.onsale.record.Bound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ceilings and floors beside the data: a line where the value is on the axis, and behind the data's end a label with the value. */
final class BoundLayers {
    private static final String FLOOR = "floor";

    /** What a label takes, and what a panel of a sheet has for all its columns, in pixels of a screen. */
    private static final double LABEL = 62;

    private static final double PANELS = 950;

    /** Between a line and the nearer and the farther line of its label, in pixels of a screen. */
    private static final double NEAR = 9;

    private static final double NEXT = 24;

    /** A label of two lines, and the room below it. */
    private static final double BLOCK = 36;

    private BoundLayers() {}

    /** The room that an x axis needs for the labels, as a share of its length. */
    static double room(int columns) {
        double width = PANELS / columns;
        return LABEL / (width - LABEL);
    }

    /** What belongs behind the data. */
    static List<Layer> guides(List<Bound> bounds, Axis x, Axis y) {
        List<Layer> guides = new ArrayList<>();
        for (Bound bound : bounds) {
            if (bound.opsPerSecond() <= y.max()) {
                guides.add(
                        new Guide(new Point(x.min(), bound.opsPerSecond()), new Point(x.max(), bound.opsPerSecond())));
            }
        }
        return guides;
    }

    /** A floor's label is above its line, unless that is where a ceiling's may be; a ceiling's is below, or with an arrow at the axis' end. */
    static List<Layer> labels(List<Bound> bounds, Axis x, Axis y, int height) {
        double pixel = (y.max() - y.min()) / height;
        List<Layer> labels = new ArrayList<>();
        double edge = y.max();
        for (Bound bound : bounds) {
            boolean beyond = bound.opsPerSecond() > y.max();
            double line = beyond ? edge : bound.opsPerSecond();
            edge -= beyond ? BLOCK * pixel : 0;
            boolean crowded = line + (NEXT + NEAR + NEXT + NEAR) * pixel > y.max();
            boolean above = bound.kind().equals(FLOOR) && !crowded;
            String name = (beyond ? "↑ " : "") + bound.kind();
            labels.add(label(x, line + (above ? NEXT : -NEAR) * pixel, name));
            labels.add(label(x, line + (above ? NEAR : -NEXT) * pixel, Axis.number(Math.rint(bound.opsPerSecond()))));
        }
        return labels;
    }

    private static Text label(Axis x, double y, String text) {
        return new Text(new Point(x.max(), y), text, Look.FAINT, false, 1, false);
    }

    /** A line for the ceilings and one for the floors of the architectures that are shown. */
    static List<Entry> legend(RunData run) {
        Map<String, List<String>> whats = new LinkedHashMap<>();
        for (String architecture : run.architectures()) {
            for (Bound bound : run.bounds()) {
                if (bound.architecture().equals(architecture)) {
                    List<String> known = whats.computeIfAbsent(bound.kind(), kind -> new ArrayList<>());
                    if (!known.contains(bound.what())) {
                        known.add(bound.what());
                    }
                }
            }
        }
        List<Entry> legend = new ArrayList<>();
        whats.forEach(
                (kind, what) -> legend.add(new Sheet.Guide(kind + ", of a run of limits: " + String.join("; ", what))));
        return legend;
    }
}
