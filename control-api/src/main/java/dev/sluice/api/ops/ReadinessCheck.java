package dev.sluice.api.ops;

/** One thing that the server stands on: the database, the object store, the transcoder's places. */
public interface ReadinessCheck {
    /** Short and stable, a key in the JSON of health and readiness: {@code database}. */
    String name();

    /**
     * Whether the server can take no stream without it. What is not required is told in health and leaves
     * {@code /readyz} alone.
     */
    default boolean required() {
        return true;
    }

    /**
     * How it is. May block, and is interrupted after {@link HealthBoard#TIMEOUT}; called on a virtual thread, one call
     * at a time.
     *
     * @throws Exception when it does not work; the message goes to operators and must hold no secret
     */
    Health check() throws Exception;
}
