package dev.sluice.engine.live;

import dev.sluice.media.Track;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a live stream at one moment.
 *
 * @param mediaSince when the first sample came, null before
 * @param publisher null while nobody publishes
 * @param bitrateBps received over the last seconds, all tracks
 * @param framesPerSecond video frames received per second
 * @param keyFrameIntervalMs between the two latest video sync samples, 0 while unknown
 * @param hasBFrames true when a sample's PTS differed from its DTS
 * @param inboundBytes payload bytes since the publisher came
 * @param timestampCorrections times the publisher's clock had to be corrected
 * @param discontinuities breaks of the timeline
 */
public record StreamSnapshot(
        StreamState state,
        @Nullable Instant mediaSince,
        @Nullable PublisherInfo publisher,
        List<Track> tracks,
        long bitrateBps,
        double framesPerSecond,
        long keyFrameIntervalMs,
        boolean hasBFrames,
        long inboundBytes,
        long timestampCorrections,
        long discontinuities,
        List<SubscriptionFigures> subscriptions) {
    /** Who publishes. */
    public record PublisherInfo(String protocol, String remoteAddress, String userAgent) {}

    /** One subscriber's queue. */
    public record SubscriptionFigures(String name, int queuedSamples, long droppedSamples) {}
}
