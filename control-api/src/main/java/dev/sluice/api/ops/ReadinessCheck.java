package dev.sluice.api.ops;

/** One thing without which the server cannot take a stream: the database, the object store, the RTMP port. */
public interface ReadinessCheck {
    /** Short and stable, a key in the JSON of {@code /readyz}: {@code database}. */
    String name();

    /**
     * Returns when the thing works. Blocks, within a bound; called on virtual threads, possibly several at once.
     *
     * @throws Exception when it does not; the message goes to operators and must hold no secret
     */
    void check() throws Exception;
}
