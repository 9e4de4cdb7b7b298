package dev.sluice.server.life;

import dev.sluice.api.ops.Health;
import dev.sluice.api.ops.ReadinessCheck;

/** A named check. */
public record Check(String name, boolean required, Probe probe) implements ReadinessCheck {
    /** Tells how the thing is. */
    @FunctionalInterface
    public interface Probe {
        Health run() throws Exception;
    }

    /** Returns when the thing works. */
    @FunctionalInterface
    public interface Attempt {
        void run() throws Exception;
    }

    /** Of what either works or does not, and without which no stream can be taken. */
    public static Check of(String name, Attempt attempt) {
        return new Check(
                name,
                /* required= */ true,
                () -> {
                    attempt.run();
                    return Health.HEALTHY;
                });
    }

    @Override
    public Health check() throws Exception {
        return probe.run();
    }
}
