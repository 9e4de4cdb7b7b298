package dev.sluice.api.live;

import dev.sluice.api.viewers.ViewerMeter;
import dev.sluice.engine.control.LiveEdge;
import dev.sluice.engine.control.StreamControl;

/**
 * What live streams stand on.
 *
 * @param viewers the same meter that the engine reads as {@link dev.sluice.engine.port.ViewerStats}
 */
public record LiveServices(
        StreamControl streams, LiveEdge edge, ViewerMeter viewers, StreamChat chat, PlaybackPasses passes) {}
