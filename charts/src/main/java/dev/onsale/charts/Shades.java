package dev.onsale.charts;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/**
 * Colours for classes of values, from the lowest to the highest: the higher the darker, so that they are told apart in grey.
 *
 * @param tops the highest value of each class
 * @param labels the values of each class, for people
 */
record Shades(List<Double> tops, List<Color> colors, List<String> labels) {
    private static final Color LOWEST = new Color(0xD6, 0xE6, 0xF4);
    private static final Color HIGHEST = new Color(0x05, 0x1F, 0x45);

    /** More than this and a class holds twice as many numbers as the one before. */
    private static final int A_CLASS_EACH = 8;

    /**
     * White for none, and blues for more.
     *
     * @param whole whether all values are whole numbers
     */
    static Shades ofCounts(double highest, boolean whole) {
        List<Double> tops = new ArrayList<>(List.of(0.0));
        List<String> labels = new ArrayList<>(List.of("0"));
        List<Color> colors = new ArrayList<>(List.of(Color.WHITE));
        while (tops.get(tops.size() - 1) < highest) {
            double last = tops.get(tops.size() - 1);
            double top = highest <= A_CLASS_EACH || last == 0 ? last + 1 : 2 * last;
            double first = whole ? last + 1 : last;
            labels.add((first < top ? Axis.number(first) + "–" : "") + Axis.number(top));
            tops.add(top);
        }
        int classes = tops.size() - 1;
        for (int i = 0; i < classes; i++) {
            colors.add(between(classes == 1 ? 0.5 : i / (classes - 1.0)));
        }
        return new Shades(List.copyOf(tops), List.copyOf(colors), List.copyOf(labels));
    }

    private static Color between(double share) {
        return new Color(
                mixed(LOWEST.getRed(), HIGHEST.getRed(), share),
                mixed(LOWEST.getGreen(), HIGHEST.getGreen(), share),
                mixed(LOWEST.getBlue(), HIGHEST.getBlue(), share));
    }

    private static int mixed(int low, int high, double share) {
        return (int) Math.round(low + share * (high - low));
    }

    /** The colour of the lowest class whose top is not below the value. */
    Color of(double value) {
        int at = 0;
        while (at < tops.size() - 1 && tops.get(at) < value) {
            at++;
        }
        return colors.get(at);
    }
}
