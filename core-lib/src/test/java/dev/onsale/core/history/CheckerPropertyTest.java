package dev.onsale.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.core.Guarantee;
import dev.onsale.core.Model;
import dev.onsale.core.history.Violation.Kind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fast verdict against exhaustive search, on random small trials: not one disagreement. */
class CheckerPropertyTest {
    private static final int TRIALS = 200_000;
    private static final long SEED = 20_261_122;

    /** What no random trial shows: it has no workers' counters and no replays, and only purchases and answers that fit the sale. */
    private static final Set<Kind> ELSEWHERE =
            EnumSet.of(Kind.CONSERVATION, Kind.WRONG_OWNER, Kind.FALSE_REPLAY, Kind.WRONG_REFUSAL);

    private final Map<Level, Integer> trialsByLevel = new EnumMap<>(Level.class);
    private final Map<Kind, Integer> trialsByKind = new EnumMap<>(Kind.class);

    @Test
    void agrees_with_exhaustive_search() {
        int judged = 0;
        for (long seed = SEED; judged < TRIALS; seed++) {
            RandomTrial trial = new RandomTrial(seed);
            if (!trial.hasRivalUnknowns()) {
                compare(seed, trial);
                judged++;
            }
        }
        System.out.println(
                judged + " random trials by level observed " + trialsByLevel + ", by violation " + trialsByKind);
        assertThat(trialsByKind.keySet()).containsAll(EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE)));
        for (Level level : EnumSet.complementOf(EnumSet.of(Level.RECONCILED))) {
            assertThat(trialsByLevel.get(level)).as(level.name()).isGreaterThan(TRIALS / 100);
        }
    }

    private void compare(long seed, RandomTrial trial) {
        Evidence evidence = new Evidence(
                trial.sale,
                trial.history(),
                Set.of(Guarantee.LINEARIZABLE),
                trial.ledger,
                Map.of(),
                Circumstances.UNKNOWN);
        Report report = Checker.check(evidence);
        boolean linearizable = ExhaustiveSearch.isLinearizable(trial.sale, false, trial.attempts, trial.ledger);
        boolean ordered = trial.sale.model() == Model.UNNUMBERED
                && ExhaustiveSearch.isLinearizable(trial.sale, true, trial.attempts, trial.ledger);
        if (linearizable != (report.observed().compareTo(Level.LINEARIZABLE) >= 0)
                || ordered != (report.observed() == Level.LINEARIZABLE_ORDERED)
                || linearizable == (report.verdict() == Verdict.INVALID)) {
            throw new AssertionError(
                    "seed " + seed + ": exhaustive search says linearizable " + linearizable + ", in order " + ordered
                            + "; the checker says " + report.summary() + " " + report.violations() + "\n" + trial);
        }
        trialsByLevel.merge(report.observed(), 1, Integer::sum);
        report.totals().keySet().forEach(kind -> trialsByKind.merge(kind, 1, Integer::sum));
    }
}
