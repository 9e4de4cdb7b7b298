package dev.sluice.server.life;

import dev.sluice.api.ops.ReadinessCheck;

/** A named readiness check. */
public record Check(String name, Attempt attempt) implements ReadinessCheck {
    /** Returns when the thing works. */
    @FunctionalInterface
    public interface Attempt {
        void run() throws Exception;
    }

    @Override
    public void check() throws Exception {
        attempt.run();
    }
}
