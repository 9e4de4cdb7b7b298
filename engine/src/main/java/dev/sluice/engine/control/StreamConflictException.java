package dev.sluice.engine.control;

/** The stream is in a state in which this cannot be done. */
public final class StreamConflictException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code stable, for programs: {@code stream_ended}, {@code stream_not_live}
     * @param message for people
     */
    public StreamConflictException(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
