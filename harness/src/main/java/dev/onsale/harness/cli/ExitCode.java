package dev.onsale.harness.cli;

import dev.onsale.core.history.Verdict;
import dev.onsale.record.TrialRow;
import java.util.List;

/** What {@code onsale} says of itself when it ends. */
final class ExitCode {
    static final int ALL_VALID = 0;
    static final int VIOLATION = 1;
    static final int USAGE = 2;
    static final int ENVIRONMENT = 3;
    static final int UNDECIDED = 4;

    private ExitCode() {}

    /** Of a verdict. */
    static int of(Verdict verdict) {
        return switch (verdict) {
            case VALID -> ALL_VALID;
            case UNKNOWN -> UNDECIDED;
            case INVALID -> VIOLATION;
        };
    }

    /** Of a run: a violation outweighs a trial that could not run, which outweighs one that could not be judged. */
    static int of(List<TrialRow> rows) {
        Verdict worst = rows.stream().map(row -> row.result().verdict()).reduce(Verdict.VALID, Verdict::worst);
        boolean failed = rows.stream().anyMatch(row -> row.measured().isEmpty());
        return worst != Verdict.INVALID && failed ? ENVIRONMENT : of(worst);
    }
}
