package dev.onsale.harness.load;

import dev.onsale.core.Answer;

/** Is told of every attempt that a {@link LoadGenerator} makes. Thread-safe; as quick as it can be, since it is part of what is measured. */
public interface Witness {
    /**
     * An attempt begins; its first byte has not left yet.
     *
     * @param purchaseIndex what is asked for, as an index in the workload
     * @return the attempt's number
     */
    int invoked(int purchaseIndex, long nanos);

    /**
     * The answer to an attempt has been read to its last byte.
     *
     * @return whether to go on; false when the sale is known to be lost
     */
    boolean answered(int attempt, int purchaseIndex, long nanos, Answer answer);
}
