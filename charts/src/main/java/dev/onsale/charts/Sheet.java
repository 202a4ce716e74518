package dev.onsale.charts;

import dev.onsale.core.history.Verdict;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture: panels in rows and columns under a title and a legend.
 *
 * @param subtitle one or two sentences on how to read it
 * @param grid rows of panels; none is longer than the first
 * @param widths the columns' shares of the width
 */
record Sheet(String title, String subtitle, List<Entry> legend, List<List<Panel>> grid, List<Double> widths) {
    /** A line of the legend. */
    sealed interface Entry {
        String label();
    }

    /** A series with line and marker. */
    record Series(String label, Look look, Verdict verdict, boolean line) implements Entry {}

    /** A filled area. */
    record Fill(String label, Color color) implements Entry {}

    /** An interval. */
    record Interval(String label, Stripe stripe) implements Entry {}

    /** A line that guides the eye. */
    record Guide(String label) implements Entry {}

    /** Columns of the same width. */
    Sheet(String title, String subtitle, List<Entry> legend, List<List<Panel>> grid) {
        this(
                title,
                subtitle,
                legend,
                grid,
                grid.get(0).stream().map(panel -> 1.0).toList());
    }

    /** What is to be read on it. */
    List<String> texts() {
        List<String> texts = new ArrayList<>(List.of(title, subtitle));
        legend.forEach(entry -> texts.add(entry.label()));
        for (Panel panel : panels()) {
            texts.add(panel.title());
            panel.layers(Panel.Text.class).forEach(text -> texts.add(text.text()));
            for (Axis axis : List.of(panel.x(), panel.y())) {
                texts.add(axis.title());
                axis.ticks().forEach(tick -> texts.add(tick.label()));
                axis.groups().forEach(level -> level.forEach(group -> texts.add(group.label())));
            }
        }
        return texts;
    }

    /** The panels in reading order. */
    List<Panel> panels() {
        return grid.stream().flatMap(List::stream).toList();
    }
}
