package dev.sluice.engine.port;

/** A transcoder could not start or go on. The message is fit for a person. */
public final class TranscodeException extends Exception {
    private static final long serialVersionUID = 1L;

    public TranscodeException(String message) {
        super(message);
    }

    public TranscodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
