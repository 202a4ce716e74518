package dev.onsale.record;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Options of a trial that came later than the first: columns near the end of {@code results.csv}, and empty in files without them.
 *
 * @param serviceMs what a worker spent on each purchase beside deciding it, in milliseconds
 * @param rate purchases a second, on schedule; 0 for a closed loop
 * @param duplicate the share of requests that were sent twice
 * @param retries how often a purchase was sent again, at the most
 */
public record Further(OptionalDouble serviceMs, OptionalDouble rate, OptionalDouble duplicate, OptionalInt retries) {
    /** Nothing known. */
    public static final Further NONE =
            new Further(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty());
}
