package dev.sluice.identity.token;

/** A token does not hold. The message says why, for logs and tests; clients are told less. Carries no stack trace. */
public final class TokenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean expired;

    TokenException(String message, boolean expired) {
        super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.expired = expired;
    }

    public TokenException(String message) {
        this(message, /* expired= */ false);
    }

    /** Whether it held once. */
    public boolean expired() {
        return expired;
    }
}
