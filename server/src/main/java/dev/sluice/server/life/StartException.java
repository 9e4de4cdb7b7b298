package dev.sluice.server.life;

/** The server cannot start for a reason that its operator can mend. The message is one sentence, fit to be shown. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
