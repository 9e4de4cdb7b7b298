package dev.sluice.engine.job;

/**
 * Gives the steps that wait in the database to this node's workers, one node each, by leases that a dead node loses.
 * Call order: {@code start close}.
 */
public interface JobQueue extends AutoCloseable {
    void start(StepHandler handler);

    /** Looks for work now rather than at the next poll. */
    void wake();

    /** Takes no more work, interrupts what runs and waits for it within bounds; the steps go on elsewhere. */
    @Override
    void close();
}
