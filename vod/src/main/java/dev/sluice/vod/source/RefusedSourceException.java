package dev.sluice.vod.source;

/**
 * A file that cannot become an asset, whatever is tried again. The message is a sentence for the person who sent it.
 */
public final class RefusedSourceException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code a stable name in snake_case */
    public RefusedSourceException(String code, String sentence) {
        super(sentence);
        this.code = code;
    }

    public RefusedSourceException(String code, String sentence, Throwable cause) {
        super(sentence, cause);
        this.code = code;
    }

    /** A stable name in snake_case, such as {@code not_media}. */
    public String code() {
        return code;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
