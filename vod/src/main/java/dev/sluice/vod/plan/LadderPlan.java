package dev.sluice.vod.plan;

import dev.sluice.ffmpeg.codec.DynamicRange;
import dev.sluice.ffmpeg.codec.PictureTurn;
import dev.sluice.ffmpeg.codec.VideoCodec;
import dev.sluice.ffmpeg.codec.VideoColour;
import dev.sluice.media.codec.Rational;
import dev.sluice.vod.source.SourceJson;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that is decided before the first picture is encoded, so that whoever encodes a piece makes the same bytes. Times
 * are ticks of the 90 kHz clock; those of the asset begin at zero.
 *
 * @param profile name of the profile, and its version
 * @param originTicks the asset's zero on the clock of the source
 * @param durationTicks of the asset
 * @param video null for sound alone
 * @param audio empty for pictures alone
 * @param segmentStartTicks ascending from zero; a segment ends where the next one starts, the last at the end
 * @param pieces of pictures, in order; empty for sound alone
 * @param dropped rungs of the profile that are not made, with the reason
 * @param cost about what it takes
 * @param exact false for a preview without the source's times, which cannot be encoded
 */
public record LadderPlan(
        String profile,
        int profileVersion,
        long originTicks,
        long durationTicks,
        @Nullable VideoPlan video,
        List<AudioRendition> audio,
        List<Long> segmentStartTicks,
        List<Piece> pieces,
        List<DroppedRung> dropped,
        Cost cost,
        boolean exact) {
    public LadderPlan {
        audio = List.copyOf(audio);
        segmentStartTicks = List.copyOf(segmentStartTicks);
        pieces = List.copyOf(pieces);
        dropped = List.copyOf(dropped);
        if (segmentStartTicks.isEmpty() || segmentStartTicks.getFirst() != 0) {
            throw new IllegalArgumentException("segments begin at zero");
        }
        for (int i = 1; i < segmentStartTicks.size(); i++) {
            if (segmentStartTicks.get(i) <= segmentStartTicks.get(i - 1)) {
                throw new IllegalArgumentException("segment " + i + " does not start after the one before");
            }
        }
        if (durationTicks <= segmentStartTicks.getLast()) {
            throw new IllegalArgumentException("the last segment is empty");
        }
    }

    /**
     * @param streamIndex in the source
     * @param renditions by codec, H.264 first, and from the largest to the smallest
     * @param frameRate of the source, about
     * @param frameTicks distance of two pictures, mostly
     * @param colour of all renditions
     * @param toneMapWidth and {@code toneMapHeight}: before the picture is turned; zero for a standard source
     * @param encodedBecause why none of the renditions is the source's own pictures, each as half a sentence about the
     *     source; empty when one is
     */
    public record VideoPlan(
            int streamIndex,
            List<VideoRendition> renditions,
            Rational frameRate,
            long frameTicks,
            VideoColour colour,
            boolean deinterlace,
            PictureTurn turn,
            DynamicRange dynamicRange,
            int toneMapWidth,
            int toneMapHeight,
            String preset,
            List<String> encodedBecause) {
        public VideoPlan {
            renditions = List.copyOf(renditions);
            // Plans that were made before rungs could be copied do not say it.
            encodedBecause = List.copyOf(Objects.requireNonNullElse(encodedBecause, List.<String>of()));
        }
    }

    /**
     * @param name such as {@code 1080p}, unique in the plan
     * @param bufferBits of the decoder that the peak is measured by
     * @param frameRate of the rendition, about
     * @param minDistanceTicks pictures nearer to the one before are left out; zero to keep all
     * @param codec that it is in
     * @param copied whether it is the source's own pictures
     */
    public record VideoRendition(
            String name,
            int width,
            int height,
            int crf,
            int maxBitrateBps,
            int bufferBits,
            Rational frameRate,
            long minDistanceTicks,
            VideoCodec codec,
            boolean copied) {
        public VideoRendition {
            // Plans that were made before there were others do not say it.
            codec = Objects.requireNonNullElse(codec, VideoCodec.H264);
        }

        VideoRendition asCopy() {
            return new VideoRendition(
                    name,
                    width,
                    height,
                    crf,
                    maxBitrateBps,
                    bufferBits,
                    frameRate,
                    minDistanceTicks,
                    codec,
                    /* copied= */ true);
        }
    }

    /**
     * @param name such as {@code audio-1}, unique in the plan
     * @param streamIndex in the source
     * @param loudnessLufs that the track is brought to; null to leave it as it is
     */
    public record AudioRendition(
            String name,
            int streamIndex,
            int sampleRateHz,
            int channelCount,
            int bitrateBps,
            @Nullable String language,
            @Nullable String title,
            boolean isDefault,
            @Nullable Double loudnessLufs) {}

    /**
     * A run of whole segments that is encoded in one go.
     *
     * @param endSegment the first one that is not in it
     * @param keyTicks presentation time, on the clock of the source, of the key frame that decoding starts at
     * @param keyDtsTicks its decode time
     */
    public record Piece(int index, int firstSegment, int endSegment, long keyTicks, long keyDtsTicks) {}

    public record DroppedRung(String name, String reason) {}

    /**
     * @param pixelsPerSecond encoded, over all renditions
     * @param cpuSecondsPerMinute of source, roughly, on a processor of today
     */
    public record Cost(long pixelsPerSecond, double cpuSecondsPerMinute) {}

    /** When a segment ends. */
    public long segmentEndTicks(int segment) {
        return segment + 1 < segmentStartTicks.size() ? segmentStartTicks.get(segment + 1) : durationTicks;
    }

    public String toJson() {
        return SourceJson.write(this);
    }

    /** @throws IllegalArgumentException when it is not what {@link #toJson} wrote */
    public static LadderPlan fromJson(String json) {
        return SourceJson.read(json, LadderPlan.class);
    }
}
