package dev.onsale.harness.limit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How one median is to stand to another.
 *
 * @param against the higher of these counts, as far as they were measured
 * @param goal the ratio's bound
 */
record Target(String name, Figure ours, List<Figure> against, Bound bound, double goal) {
    /** Which side of the goal is the right one. */
    enum Bound {
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }

        boolean holds(double ratio, double goal) {
            return this == AT_LEAST ? ratio >= goal : ratio <= goal;
        }
    }

    /** A figure of a measurement. */
    record Figure(Kind kind, String name, Of of) {
        /** Which of its figures. */
        enum Of {
            OPERATIONS("ops/s"),
            P50("p50 µs"),
            P99("p99 µs");

            private final String unit;

            Of(String unit) {
                this.unit = unit;
            }

            private double read(Reading reading) {
                return switch (this) {
                    case OPERATIONS -> reading.opsPerSecond();
                    case P50 -> reading.p50Micros();
                    case P99 -> reading.p99Micros();
                };
            }
        }

        static Figure operations(Kind kind, String name) {
            return new Figure(kind, name, Of.OPERATIONS);
        }

        OptionalDouble in(Medians medians) {
            return medians.of(kind, name, of::read);
        }

        @Override
        public String toString() {
            return kind.id() + " " + name + (of == Of.OPERATIONS ? "" : ", " + of.unit.substring(0, 3));
        }
    }

    /**
     * What became of a target. Figures that were not measured are missing, and so is what would follow from them.
     *
     * @param chosen what it was set against
     */
    record Result(
            Target target, OptionalDouble ours, Optional<Figure> chosen, OptionalDouble against, OptionalDouble ratio) {
        /** {@code yes}, {@code no}, or a dash where something was not measured. */
        String met() {
            return ratio.isEmpty() ? "-" : target.bound.holds(ratio.getAsDouble(), target.goal) ? "yes" : "no";
        }

        /** Such as {@code >= 0.5}. */
        String goal() {
            return target.bound.sign + " "
                    + (target.goal == Math.rint(target.goal)
                            ? String.format(Locale.ROOT, "%.0f", target.goal)
                            : Double.toString(target.goal));
        }

        /** What it was, or would have been, set against. */
        String opponent() {
            return chosen.map(Figure::toString)
                    .orElseGet(() -> target.against.get(0).toString());
        }
    }

    /** The measurements that it takes, as {@code kind name}. */
    Set<String> measured() {
        return Stream.concat(Stream.of(ours), against.stream())
                .map(figure -> figure.kind().id() + ' ' + figure.name())
                .collect(Collectors.toSet());
    }

    static Target atLeast(String name, double goal, Figure ours, Figure... against) {
        return new Target(name, ours, Arrays.asList(against), Bound.AT_LEAST, goal);
    }

    static Target atMost(String name, double goal, Figure ours, Figure against) {
        return new Target(name, ours, List.of(against), Bound.AT_MOST, goal);
    }

    /** The ratio of the medians. */
    Result in(Medians medians) {
        Optional<Figure> chosen = against.stream()
                .filter(figure -> figure.in(medians).isPresent())
                .max(Comparator.comparingDouble(figure -> figure.in(medians).orElse(0)));
        OptionalDouble mine = ours.in(medians);
        OptionalDouble other = chosen.isPresent() ? chosen.get().in(medians) : OptionalDouble.empty();
        OptionalDouble ratio = mine.isPresent() && other.isPresent()
                ? OptionalDouble.of(mine.getAsDouble() / other.getAsDouble())
                : OptionalDouble.empty();
        return new Result(this, mine, chosen, other, ratio);
    }
}
