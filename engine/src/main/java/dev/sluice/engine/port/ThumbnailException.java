package dev.sluice.engine.port;

/** No picture can be made of a key frame. The message is fit for a person. */
public final class ThumbnailException extends Exception {
    private static final long serialVersionUID = 1L;

    public ThumbnailException(String message) {
        super(message);
    }

    public ThumbnailException(String message, Throwable cause) {
        super(message, cause);
    }
}
