package dev.sluice.engine.port;

/** A store could not do what was asked. */
public final class ObjectStoreException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /**
     * @param retryable true when the same call may succeed later (time-out, 5xx), false for access denied and the like
     */
    public ObjectStoreException(String message, boolean retryable, Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    public boolean retryable() {
        return retryable;
    }
}
