package dev.sluice.vod.plan;

import dev.sluice.ffmpeg.codec.VideoCodec;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The rungs of a profile's other codecs: all that there are in H.264. A player stays with one codec once it has begun,
 * so a codec without small rungs would stall where the line is thin; and the rungs below 720p are but a fifth of what a
 * ladder costs.
 */
final class CodecRungs {
    private CodecRungs() {}

    /** @return by codec in the order of the profile, H.264 first */
    static List<VideoRendition> of(List<VideoRendition> h264, EncodeProfile profile) {
        List<VideoRendition> all = new ArrayList<>(h264);
        for (VideoCodec codec : profile.codecs()) {
            if (codec != VideoCodec.H264) {
                h264.forEach(rung -> all.add(in(codec, rung)));
            }
        }
        return all;
    }

    private static VideoRendition in(VideoCodec codec, VideoRendition rung) {
        return new VideoRendition(
                rung.name() + "-" + codec.name().toLowerCase(Locale.ROOT),
                rung.width(),
                rung.height(),
                rung.crf(),
                (int) (rung.maxBitrateBps() * peakShare(codec)),
                (int) (rung.bufferBits() * peakShare(codec)),
                rung.frameRate(),
                rung.minDistanceTicks(),
                codec,
                /* copied= */ false);
    }

    /** What the codec takes of H.264's peak for pictures that look the same. */
    private static double peakShare(VideoCodec codec) {
        return switch (codec) {
            case H264 -> 1;
            case HEVC -> 0.7;
            case AV1 -> 0.7;
        };
    }
}
