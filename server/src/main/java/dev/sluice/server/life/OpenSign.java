package dev.sluice.server.life;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Says whether the server takes streams: after everything has started, until it begins to stop. Safe for threads. */
@Singleton
public final class OpenSign {
    private volatile boolean open;

    @Inject
    OpenSign() {}

    public void turn(boolean nowOpen) {
        open = nowOpen;
    }

    /** @throws IllegalStateException while closed */
    public void check() {
        if (!open) {
            throw new IllegalStateException("the server is starting or stopping");
        }
    }
}
