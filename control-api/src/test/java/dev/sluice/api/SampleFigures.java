package dev.sluice.api;

import dev.sluice.engine.control.StreamFigures;
import dev.sluice.engine.control.StreamFigures.RenditionFigures;
import dev.sluice.engine.control.StreamFigures.SourceFigures;
import dev.sluice.engine.control.StreamFigures.SubscriberFigures;
import dev.sluice.engine.control.StreamFigures.TrackFigures;
import dev.sluice.engine.live.StreamState;
import java.util.List;

/** Figures of a stream that runs. */
final class SampleFigures {
    static final StreamFigures LIVE_720P = new StreamFigures(
            StreamState.LIVE,
            FakeStreams.STARTED,
            new SourceFigures("rtmp", "192.0.2.7:50000", "encoder/1.0"),
            List.of(
                    new TrackFigures("video", "avc1.64001f", 1280, 720, 0, 0),
                    new TrackFigures("audio", "mp4a.40.2", 0, 0, 48_000, 2)),
            /* bitrateBps= */ 2_800_000,
            /* framesPerSecond= */ 29.97,
            /* keyFrameIntervalMs= */ 2002,
            /* hasBFrames= */ true,
            /* inboundBytes= */ 123_456_789,
            /* timestampCorrections= */ 1,
            /* discontinuities= */ 0,
            List.of(new RenditionFigures("720p", 1280, 720, 2_800_000, "passthrough")),
            List.of(new SubscriberFigures("pipeline", 3, 0)),
            /* framesDropped= */ 4,
            /* decodeErrors= */ 0,
            /* transcodeDelayMs= */ 120,
            /* segments= */ 77,
            /* misalignedSegments= */ 0,
            /* storeQueueBytes= */ 1024,
            /* storeQueueAgeMs= */ 40,
            /* storeFailures= */ 2);

    private SampleFigures() {}
}
