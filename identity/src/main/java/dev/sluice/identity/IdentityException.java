package dev.sluice.identity;

import java.time.Duration;
import java.util.Map;

/** A request about identity that is refused, and what the client is told. Carries no stack trace: it is no defect. */
public final class IdentityException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of refusal; the API turns each into its status. */
    public enum Kind {
        /** Name, password, code or token do not hold. */
        BAD_CREDENTIALS,
        /** Too many failures; see {@link #retryAfterSeconds()}. */
        THROTTLED,
        NOT_ALLOWED,
        NOT_FOUND,
        /** Something like it exists, or the state is another already. */
        CONFLICT,
        /** Fields that are not valid; see {@link #details()}. */
        INVALID,
        /** The server has too much to do. */
        BUSY
    }

    private final Kind kind;
    private final transient Map<String, String> details;
    private final Duration retryAfter;

    private IdentityException(Kind kind, String message, Map<String, String> details, Duration retryAfter) {
        super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.kind = kind;
        this.details = Map.copyOf(details);
        this.retryAfter = retryAfter;
    }

    public IdentityException(Kind kind, String message) {
        this(kind, message, Map.of(), Duration.ZERO);
    }

    public static IdentityException invalid(Map<String, String> details) {
        return new IdentityException(Kind.INVALID, "Some fields are not valid.", details, Duration.ZERO);
    }

    public static IdentityException throttled(Duration retryAfter) {
        return new IdentityException(
                Kind.THROTTLED,
                "Too many failed attempts. Try again in " + ceilSeconds(retryAfter) + " seconds.",
                Map.of(),
                retryAfter);
    }

    public Kind kind() {
        return kind;
    }

    /** What is wrong, by field. */
    public Map<String, String> details() {
        return details;
    }

    /** Whole, at least 1, for {@link Kind#THROTTLED}. */
    public long retryAfterSeconds() {
        return ceilSeconds(retryAfter);
    }

    public String text() {
        String message = getMessage();
        return message == null ? kind.name() : message;
    }

    private static long ceilSeconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }
}
