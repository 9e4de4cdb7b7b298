package dev.sluice.engine.control;

import dev.sluice.engine.control.StreamFigures.RenditionFigures;
import java.util.List;

/**
 * Figures of what is made of a stream; see {@link StreamFigures} for each.
 *
 * @param renditions what players are offered
 */
public record OutputFigures(
        List<RenditionFigures> renditions,
        long framesDropped,
        long decodeErrors,
        long transcodeDelayMs,
        long segments,
        long misalignedSegments,
        long storeQueueBytes,
        long storeQueueAgeMs,
        long storeFailures) {
    public OutputFigures {
        renditions = List.copyOf(renditions);
    }
}
