package dev.sluice.engine.asset;

/** Why subtitles were not changed. The message is a sentence for the caller. */
public final class SubtitleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What kind of failure it is. */
    public enum Reason {
        /** The file is no subtitle file; the sentence names the line. */
        MALFORMED,
        /** There are no such subtitles. */
        NOT_FOUND,
        /** There are as many as there may be. */
        TOO_MANY,
        /** The asset does not play yet. */
        NOT_READY
    }

    public SubtitleException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    public SubtitleException(Reason reason, String sentence, Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
