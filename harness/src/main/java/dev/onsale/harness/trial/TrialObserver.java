package dev.onsale.harness.trial;

import dev.onsale.harness.load.LoadGenerator;
import dev.onsale.harness.plan.TrialSpec;
import dev.onsale.record.TrialRow;

/** Is told how a run goes on. Called by the one thread that runs the trials. */
public interface TrialObserver {
    /** Something that takes a moment begins, such as starting servers. */
    void preparing(String what);

    /**
     * A trial begins.
     *
     * @param number from 1
     * @param of how many trials this run has
     */
    void started(TrialSpec trial, int number, int of);

    /** The trial goes on; about four times a second. */
    void progress(LoadGenerator.Progress progress, long elapsedNanos);

    /** The trial is over and recorded. */
    void finished(TrialRow row);
}
