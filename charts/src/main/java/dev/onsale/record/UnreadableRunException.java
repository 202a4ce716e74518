package dev.onsale.record;

import java.io.IOException;

/** A file of a run that does not say what it should; the message names file, line and column as far as there are any. */
public final class UnreadableRunException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableRunException(String message) {
        super(message);
    }

    UnreadableRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
