package dev.sluice.engine.asset;

/** Why the picture that stands for an asset was not changed. The message is a sentence for the caller. */
public final class ThumbnailRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What kind of failure it is. */
    public enum Reason {
        /** The file is none of the kinds that are taken. */
        NOT_A_PICTURE,
        /** The file is broken, or has what is not taken. */
        UNREADABLE,
        /** The picture has more pixels than are taken. */
        TOO_MANY_PIXELS,
        /** No picture was set. */
        NOT_FOUND,
        /** The asset does not play yet. */
        NOT_READY,
        /** Too many pictures wait for their turn. */
        BUSY
    }

    public ThumbnailRefusal(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    public ThumbnailRefusal(Reason reason, String sentence, Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
