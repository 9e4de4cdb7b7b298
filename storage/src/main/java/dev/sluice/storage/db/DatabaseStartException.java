package dev.sluice.storage.db;

import org.jspecify.annotations.Nullable;

/**
 * The database could not be opened, so the server cannot start. The message says what is wrong and what to do, and
 * holds no password.
 */
public final class DatabaseStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseStartException(String message) {
        super(message);
    }

    public DatabaseStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
