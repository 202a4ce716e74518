package dev.onsale.harness.cli;

/** What the user asked for makes no sense; the message is the sentence that says so. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
