package dev.onsale.core.history;

import dev.onsale.core.history.Violation.Kind;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A verdict, and what it rests on.
 *
 * @param observed the best level that the evidence allows
 * @param declared the level promised
 * @param violations the first few of each kind, the worst kind first; a valid trial may have some that its level tolerates
 * @param totals how many of each kind there are
 * @param doubts why the verdict cannot be {@link Verdict#VALID}
 * @param notes what else a reader should know
 */
public record Report(
        Verdict verdict,
        Level observed,
        Level declared,
        List<Violation> violations,
        Map<Kind, Integer> totals,
        List<String> doubts,
        List<String> notes,
        Counts counts,
        Slack slack) {
    public Report {
        violations = List.copyOf(violations);
        totals = Map.copyOf(totals);
        doubts = List.copyOf(doubts);
        notes = List.copyOf(notes);
    }

    /**
     * What the clients saw, in requests. The four outcomes add up to {@code operations}.
     *
     * @param operations distinct requests sent
     * @param attempts sends, retries included
     * @param replayed answers from a worker's or store's memory
     * @param resolved unknown ones that the store's account shows to be sold; among {@code unknown}
     */
    public record Counts(
            int operations,
            int sold,
            int rejected,
            int notExecuted,
            int unknown,
            int attempts,
            int replayed,
            int resolved) {}

    /**
     * How near a run came to being convicted; the smallest over all seats.
     *
     * @param nanos from the last sale's invocation to the first rejection's response: less than 0 would be {@link Kind#LATE_SALE}
     * @param sales that can have happened before the first rejection, beyond those needed: less than 0 would be {@link Kind#FALSE_SOLD_OUT}
     */
    public record Slack(OptionalLong nanos, OptionalInt sales) {}

    /** One line: the verdict, and the first reason for it. */
    public String summary() {
        String level = observed == declared ? observed.name() : observed + ", declared " + declared;
        String reason = switch (verdict) {
            case VALID -> notes.isEmpty() ? "" : ": " + notes.get(0);
            case UNKNOWN -> ": " + doubts.get(0);
            case INVALID ->
                ": " + violations.get(0).kind() + ": " + violations.get(0).text();
        };
        return verdict + " (" + level + ")" + reason;
    }
}
