package dev.sluice.engine.job;

import dev.sluice.engine.port.ObjectStoreException;

/** Runs steps. Called by the queue on its workers' threads, many at a time; an interrupt means that the node stops. */
public interface StepHandler {
    /** Runs a step to its end, or tells when to call again. Whatever it throws means: later. */
    StepOutcome run(StepRef step);

    /**
     * Removes all objects whose keys begin with the prefix, half-made ones included. Doing it again does no harm.
     *
     * @throws ObjectStoreException means: later
     */
    void removeObjects(String keyPrefix) throws ObjectStoreException;

    /** The node stops: steps that run end soon, to be begun again elsewhere. */
    void stop();
}
