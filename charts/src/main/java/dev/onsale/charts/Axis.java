package dev.onsale.charts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;

/**
 * An axis of a panel, with the places of its ticks. On a logarithmic axis places are decimal logarithms.
 *
 * @param title with the unit; empty when the ticks say it
 * @param groups further labels below those of an x axis, each across a range: one list a level
 * @param grid whether the ticks go on as lines through the panel
 */
record Axis(String title, double min, double max, List<Tick> ticks, List<List<Group>> groups, boolean grid) {
    /** A labelled place. */
    record Tick(double at, String label) {}

    /** A labelled range. */
    record Group(double from, double to, String label) {}

    private static final int MAX_DOUBLINGS = 62;
    private static final double LEAST = 1e-15;
    private static final double[] STEPS = {1, 2, 2.5, 5, 10};

    Axis(String title, double min, double max, List<Tick> ticks, boolean grid) {
        this(title, min, max, ticks, List.of(), grid);
    }

    /** From zero to the round number at or above the highest value, in at most five steps or so. */
    static Axis fromZero(String title, double highest) {
        double top = highest > 0 ? highest : 1;
        double step = step(top / 5);
        int steps = (int) Math.ceil(top / step - 1e-9);
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i <= steps; i++) {
            ticks.add(new Tick(i * step, number(i * step)));
        }
        return new Axis(title, 0, steps * step, ticks, true);
    }

    /** From one value to another, with ticks at round numbers. */
    static Axis between(String title, double low, double high) {
        double step = step((high - low) / 5);
        List<Tick> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            ticks.add(new Tick(i * step, number(i * step)));
        }
        return new Axis(title, low, high, ticks, true);
    }

    /** The lowest of 1, 2, 2.5 and 5 times a power of ten that is not below this. */
    private static double step(double rough) {
        double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double candidate : STEPS) {
            if (candidate * magnitude >= rough * 0.999) {
                return candidate * magnitude;
            }
        }
        return 10 * magnitude;
    }

    /** From one of 1, 2 and 5 times a power of ten to another; with ticks at the powers, or at all of them when those are few. */
    static Axis logarithmic(String title, double lowest, double highest) {
        List<Tick> all = new ArrayList<>();
        List<Tick> powers = new ArrayList<>();
        double below = 0;
        double least = Math.min(Math.max(lowest, LEAST), 1 / LEAST); // others have no logarithm to begin at
        for (int power = (int) Math.floor(Math.log10(least)); below < highest || all.size() < 2; power++) {
            for (int times : new int[] {1, 2, 5}) {
                double value = times * Math.pow(10, power);
                if ((below < highest || all.size() < 2) && times * 2.5 * Math.pow(10, power) > least) {
                    Tick tick = new Tick(Math.log10(value), number(value));
                    all.add(tick);
                    if (times == 1) {
                        powers.add(tick);
                    }
                    below = value;
                }
            }
        }
        double min = all.get(0).at();
        double max = all.get(all.size() - 1).at();
        return new Axis(title, min, max, powers.size() < 3 ? all : powers, true);
    }

    /** Ratios on both sides of one, in powers of two, wide enough for the values. */
    static Axis ratios(String title, Collection<Double> ratios) {
        double widest = ratios.stream()
                .mapToDouble(ratio -> Math.abs(Math.log(ratio)))
                .max()
                .orElse(0);
        int doublings = (int) Math.min(MAX_DOUBLINGS, Math.max(1, Math.ceil(widest / Math.log(2) - 1e-9)));
        int step = Math.max(1, (int) Math.ceil(doublings / 3.0));
        List<Tick> ticks = new ArrayList<>();
        for (int power = -doublings / step * step; power <= doublings; power += step) {
            String label = power < 0 ? "1/" + (1L << -power) : Long.toString(1L << power);
            ticks.add(new Tick(power * Math.log10(2), label));
        }
        double reach = (doublings + 0.15) * Math.log10(2);
        return new Axis(title, -reach, reach, ticks, true);
    }

    /** The counts themselves, with room on both sides. */
    static Axis counts(String title, SortedSet<Integer> counts) {
        List<Tick> ticks =
                counts.stream().map(count -> new Tick(count, number(count))).toList();
        double margin = Math.max(0.5, (counts.last() - counts.first()) * 0.08);
        return new Axis(title, counts.first() - margin, counts.last() + margin, ticks, false);
    }

    /** The same axis, for a panel beside one that has the title. */
    Axis untitled() {
        return new Axis("", min, max, ticks, groups, grid);
    }

    /** The same axis with room behind its end, as a share of its length. */
    Axis withRoom(double share) {
        return new Axis(title, min, max + share * (max - min), ticks, groups, grid);
    }

    /** The same axis with labels across ranges below its ticks. */
    Axis grouped(List<List<Group>> levels) {
        return new Axis(title, min, max, ticks, levels, grid);
    }

    /** Where the value is, as a fraction of the axis's length. */
    double fraction(double value) {
        return (value - min) / (max - min);
    }

    /** A number for people: {@code 20,000}, {@code 0.25}. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%,.6f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
