package dev.onsale.record;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a verdict rests on. Columns of {@code results.csv}; what is not known, or means nothing to the trial, is empty.
 *
 * @param declared the level promised for the situation that the trial was in
 * @param attempts sends, retries and duplicates included
 * @param replayed answers that were the stored outcome of an earlier attempt
 * @param retriesAgree {@code yes} when every repeated request got the same outcome each time, {@code no} when one did not; empty when
 *     none was repeated
 * @param slackUs how near the trial came to a late sale: from the last sale's invocation to the first rejection's response, in µs
 * @param slackSales how near it came to a false sold-out: sales that can have happened before the first rejection, beyond those needed
 * @param checkMs what judging took, in milliseconds
 */
public record Proof(
        Optional<String> declared,
        OptionalInt attempts,
        OptionalInt replayed,
        Optional<String> retriesAgree,
        OptionalDouble slackUs,
        OptionalInt slackSales,
        OptionalDouble checkMs) {
    /** Nothing known. */
    public static final Proof NONE = new Proof(
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalDouble.empty());
}
