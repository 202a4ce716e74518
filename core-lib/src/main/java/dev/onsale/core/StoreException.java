package dev.onsale.core;

/** A store refused, failed or could not be reached while a sale was created, audited or dropped. Selling never throws it. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
