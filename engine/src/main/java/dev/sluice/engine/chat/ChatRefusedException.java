package dev.sluice.engine.chat;

/** Something may not be done in a room now. Carries no stack trace: it describes the caller. */
public final class ChatRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Reason {
        /** The text or the emoji is not valid. */
        INVALID,
        /** Chat is turned off in this room. */
        DISABLED,
        /** The stream has ended. */
        READ_ONLY,
        BANNED,
        /** Only moderators may, or only who manages the stream. */
        FORBIDDEN,
        /** The user's rate, or slow mode. */
        TOO_FAST
    }

    private final Reason reason;
    private final long retryAfterMs;

    ChatRefusedException(Reason reason, String message) {
        this(reason, message, 0);
    }

    ChatRefusedException(Reason reason, String message, long retryAfterMs) {
        super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.reason = reason;
        this.retryAfterMs = retryAfterMs;
    }

    public Reason reason() {
        return reason;
    }

    /** When it is worth a new try, at least 1; 0 when it is not a matter of time. */
    public long retryAfterSeconds() {
        return retryAfterMs <= 0 ? 0 : Math.max(1, (retryAfterMs + 999) / 1000);
    }
}
