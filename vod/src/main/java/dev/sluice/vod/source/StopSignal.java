package dev.sluice.vod.source;

import java.util.concurrent.CancellationException;

/** Tells long work to stop: because it was cancelled, or because its time is over. Asked often, from the worker. */
@FunctionalInterface
public interface StopSignal {
    StopSignal NEVER = () -> false;

    boolean isRaised();

    /** @throws CancellationException when the signal is raised */
    default void check() {
        if (isRaised()) {
            throw new CancellationException("stopped");
        }
    }
}
