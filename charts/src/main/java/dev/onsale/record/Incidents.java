package dev.onsale.record;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a trial went through beside its answers. The last columns of {@code results.csv}; empty where it is not known, or there is none of it.
 *
 * @param situation for which guarantees were held against it
 * @param lostWorkers that ended, or did not answer, before they reported their counters
 * @param redeliveries messages that a broker handed out more than once
 * @param mismatchedReplies replies that belong to no open call, or do not name its requests
 * @param leftInQueue messages that nobody had taken in the end
 * @param deadLetters messages set aside as not readable
 */
public record Incidents(
        Optional<String> situation,
        OptionalInt lostWorkers,
        OptionalInt redeliveries,
        OptionalInt mismatchedReplies,
        OptionalInt leftInQueue,
        OptionalInt deadLetters) {
    /** Nothing known. */
    public static final Incidents NONE = new Incidents(
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty());
}
