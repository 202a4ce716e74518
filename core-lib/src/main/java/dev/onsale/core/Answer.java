package dev.onsale.core;

/**
 * An outcome, and who gave it.
 *
 * @param worker the name of the worker that answered; empty when none did
 * @param replayed whether the outcome is the stored one of an earlier attempt with the same request id
 */
public record Answer(Outcome outcome, String worker, boolean replayed) {
    /** An outcome that no worker gave: the client could not send, or got no answer. */
    public static Answer unattended(Outcome outcome) {
        return new Answer(outcome, "", false);
    }
}
