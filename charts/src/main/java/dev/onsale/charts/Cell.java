package dev.onsale.charts;

import dev.onsale.core.history.Verdict;
import dev.onsale.record.Figures;
import dev.onsale.record.TrialResult.Measured;
import dev.onsale.record.TrialRow;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The repeats of one combination.
 *
 * @param measured those of its trials that ran, at least one
 */
record Cell(Key key, List<TrialRow> measured) {
    /** What a cell is a combination of. */
    record Key(String architecture, String model, String strategy, int workers) {}

    /** The middle of several values, and the outermost. */
    record Spread(double low, double median, double high) {
        static Spread of(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            int half = sorted.size() / 2;
            double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
            return new Spread(sorted.get(0), median, sorted.get(sorted.size() - 1));
        }
    }

    List<Measured> results() {
        return measured.stream().flatMap(row -> row.measured().stream()).toList();
    }

    Spread spread(ToDoubleFunction<Figures> figure) {
        return Spread.of(results().stream()
                .map(result -> figure.applyAsDouble(result.figures()))
                .toList());
    }

    Spread throughput() {
        return spread(Figures::throughputOpsS);
    }

    /** The worst of the trials' verdicts. */
    Verdict verdict() {
        return results().stream().map(Measured::verdict).reduce(Verdict.VALID, Verdict::worst);
    }
}
