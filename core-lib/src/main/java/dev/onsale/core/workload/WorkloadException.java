package dev.onsale.core.workload;

/** A workload that cannot be used as it is. The message says where, what was expected and what was found, and is safe to print. */
public final class WorkloadException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    WorkloadException(String message) {
        super(message);
    }
}
