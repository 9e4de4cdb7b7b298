package dev.sluice.engine.control;

import dev.sluice.engine.live.StreamState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a stream that this node carries, a consistent snapshot.
 *
 * @param source who publishes, null while nobody does
 * @param tracks what is published
 * @param bitrateBps received over the last seconds, all tracks
 * @param framesPerSecond video frames received per second, 0 without video
 * @param keyFrameIntervalMs between the two latest video sync samples, 0 while unknown
 * @param hasBFrames true when a sample's PTS differs from its DTS
 * @param inboundBytes payload bytes received since the publisher came
 * @param timestampCorrections times the normaliser had to correct the publisher's clock
 * @param discontinuities breaks of the timeline
 * @param renditions what players are offered
 * @param subscribers readers of the source inside the engine
 * @param framesDropped pictures the transcoder dropped before encoding
 * @param decodeErrors access units the decoder refused
 * @param transcodeDelayMs how far encoded pictures are behind the source
 * @param misalignedSegments segments that could not begin at their boundary
 * @param storeQueueBytes waiting to be written to the object store
 * @param storeQueueAgeMs how long the oldest of it waits
 * @param storeFailures objects given up
 */
public record StreamFigures(
        StreamState state,
        @Nullable Instant liveSince,
        @Nullable SourceFigures source,
        List<TrackFigures> tracks,
        long bitrateBps,
        double framesPerSecond,
        long keyFrameIntervalMs,
        boolean hasBFrames,
        long inboundBytes,
        long timestampCorrections,
        long discontinuities,
        List<RenditionFigures> renditions,
        List<SubscriberFigures> subscribers,
        long framesDropped,
        long decodeErrors,
        long transcodeDelayMs,
        long segments,
        long misalignedSegments,
        long storeQueueBytes,
        long storeQueueAgeMs,
        long storeFailures) {
    public StreamFigures {
        tracks = List.copyOf(tracks);
        renditions = List.copyOf(renditions);
        subscribers = List.copyOf(subscribers);
    }

    /** The publishing client. */
    public record SourceFigures(String protocol, String remoteAddress, String userAgent) {}

    /**
     * A track of the source.
     *
     * @param codec RFC 6381 string
     * @param width 0 for audio
     * @param sampleRateHz 0 for video
     */
    public record TrackFigures(String type, String codec, int width, int height, int sampleRateHz, int channelCount) {}

    /**
     * A rendition offered to players.
     *
     * @param encoder {@code passthrough} when the source goes through unencoded
     */
    public record RenditionFigures(String name, int width, int height, long bitrateBps, String encoder) {}

    /**
     * One reader of the source inside the engine.
     *
     * @param droppedSamples lost because its queue was full
     */
    public record SubscriberFigures(String name, int queuedSamples, long droppedSamples) {}
}
