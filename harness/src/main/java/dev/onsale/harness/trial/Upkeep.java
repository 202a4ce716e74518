package dev.onsale.harness.trial;

import java.io.IOException;

/** Starts servers of ours again that have ended, so that a trial's trouble stays its own. */
interface Upkeep {
    /** There is nothing to keep up. */
    Upkeep NONE = () -> {};

    /**
     * Returns when those that had ended are ready again.
     *
     * @throws IOException one did not start
     */
    void ensureRunning() throws IOException;
}
