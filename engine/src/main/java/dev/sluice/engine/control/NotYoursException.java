package dev.sluice.engine.control;

/** Somebody wants to change a stream that they may see but do not manage. Carries no stack trace. */
public final class NotYoursException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotYoursException() {
        super("this stream is another's", null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }
}
