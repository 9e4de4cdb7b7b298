package dev.sluice.engine.control;

import dev.sluice.engine.live.LiveStream;

/** Opens the output of a stream. */
@FunctionalInterface
public interface StreamOutputs {
    /** Called once per stream, before its first publisher; must not block. */
    StreamOutput open(LiveStream stream);
}
