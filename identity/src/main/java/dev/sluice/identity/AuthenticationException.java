package dev.sluice.identity;

/** A request's credential is missing or does not hold. Carries no stack trace: it describes the client. */
public final class AuthenticationException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What the client got wrong; all that it is told. */
    public enum Problem {
        MISSING,
        INVALID,
        EXPIRED
    }

    private final Problem problem;

    public AuthenticationException(Problem problem, String message) {
        super(message, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
