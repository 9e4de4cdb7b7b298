package dev.sluice.vod.encode;

import dev.sluice.vod.source.StopSignal;

/** Watches long work: told how far it is, asked whether to stop. Called on the thread that works. */
public interface EncodeMonitor extends StopSignal {
    /** Never stops, and does not look. */
    EncodeMonitor NONE = () -> false;

    /** @param doneTicks of {@code totalTicks}; called often */
    default void onProgress(long doneTicks, long totalTicks) {}
}
