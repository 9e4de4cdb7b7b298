package dev.sluice.ffmpeg.file;

/** A file that is not taken, whatever is tried again. The message is for a person. */
public final class RefusedFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public RefusedFileException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public RefusedFileException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Why a file is not taken. */
    public enum Reason {
        /** No bytes. */
        EMPTY,
        /** Text that points to media elsewhere. */
        PLAYLIST,
        /** Recognised as something else, or not recognised at all. */
        NOT_MEDIA,
        /** Recognised as a media format that is not taken. */
        FORMAT_NOT_SUPPORTED,
        /** Begins like media and cannot be read on. */
        MALFORMED,
        /** Its header says that it is encrypted. */
        ENCRYPTED,
        /** More tracks than the limit. */
        TOO_MANY_TRACKS
    }
}
