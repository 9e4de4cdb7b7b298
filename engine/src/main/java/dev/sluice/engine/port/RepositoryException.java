package dev.sluice.engine.port;

/** The database could not answer. The request that needed it fails; running streams go on. */
public final class RepositoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RepositoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
