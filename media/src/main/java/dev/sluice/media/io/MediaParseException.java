package dev.sluice.media.io;

/**
 * Bytes that are not what they claim to be, or that are valid but not supported. The message names what is wrong and is
 * fit to be shown to the person who sent them.
 */
public class MediaParseException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Why the bytes were refused. */
    public enum Kind {
        /** The bytes break the rules of their own format. */
        MALFORMED,
        /** The bytes are valid, but ask for something that Sluice does not do. */
        UNSUPPORTED
    }

    private MediaParseException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public static MediaParseException malformed(String message) {
        return new MediaParseException(Kind.MALFORMED, message);
    }

    public static MediaParseException unsupported(String message) {
        return new MediaParseException(Kind.UNSUPPORTED, message);
    }

    public Kind kind() {
        return kind;
    }
}
