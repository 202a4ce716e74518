package dev.onsale.core.history;

import dev.onsale.core.Situation;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What happened to the system during a trial, as far as it is known beside the answers: what clients cannot see. Immutable.
 *
 * @param lostWorkers names of the workers that ended, or did not answer, before they reported their counters
 * @param redeliveries messages that a broker handed to a worker more than once; empty where it is not known or there is no broker
 * @param mismatchedReplies replies that belong to no open call, or do not name its requests; empty where it is not known
 * @param leftInQueue messages that nobody had taken when the sale was closed; empty where it is not known
 * @param deadLetters messages that were set aside as not readable; empty where it is not known
 * @param stopped why the load ended before every purchase was settled; empty when it did not
 * @param known whether the system was watched: if not, the absence of failures shows nothing
 */
public record Circumstances(
        Set<String> lostWorkers,
        OptionalLong redeliveries,
        OptionalLong mismatchedReplies,
        OptionalLong leftInQueue,
        OptionalLong deadLetters,
        Optional<String> stopped,
        boolean known) {
    /** Nothing is known but the answers. */
    public static final Circumstances UNKNOWN = new Circumstances(
            Set.of(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            false);

    /** Of a trial whose system was watched. */
    public Circumstances(
            Set<String> lostWorkers,
            OptionalLong redeliveries,
            OptionalLong mismatchedReplies,
            OptionalLong leftInQueue,
            OptionalLong deadLetters,
            Optional<String> stopped) {
        this(lostWorkers, redeliveries, mismatchedReplies, leftInQueue, deadLetters, stopped, true);
    }

    public Circumstances {
        lostWorkers = Set.copyOf(lostWorkers);
    }

    /** What the sale went through, as all that is known shows: clients do not see what was delivered, and decided, twice. */
    public Situation situation(History history) {
        return faulty() ? Situation.FAULTS : history.situation();
    }

    /** Whether something failed that clients need not have noticed. */
    public boolean faulty() {
        return !lostWorkers.isEmpty() || redeliveries.orElse(0) > 0;
    }
}
