package dev.sluice.vod.encode;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.io.IOException;
import java.util.List;

/** Takes what an encoder makes, on its thread. */
public interface SegmentSink {
    /** Called once per rendition, before its first segment. The track is the same for every piece of a plan. */
    void onTrack(String rendition, Track track) throws IOException;

    /**
     * Called once per segment and rendition, in order of segments within a rendition.
     *
     * @param startTicks and {@code endTicks}: of the segment on the 90 kHz clock of the asset, as planned
     * @param samples in decode order, beginning with a sync sample, on the clock of the track; never empty. The last
     *     one lasts until {@code endTicks}.
     */
    void onSegment(String rendition, int segmentIndex, long startTicks, long endTicks, List<EncodedSample> samples)
            throws IOException;
}
