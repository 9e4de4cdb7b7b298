package dev.sluice.vod.plan;

import dev.sluice.ffmpeg.codec.DynamicRange;
import dev.sluice.ffmpeg.file.VideoFacts;
import dev.sluice.vod.plan.LadderPlan.AudioRendition;
import dev.sluice.vod.plan.LadderPlan.Cost;
import dev.sluice.vod.plan.LadderPlan.VideoPlan;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import java.util.List;

/** About what a plan takes, for previews and for dividing work; measured once with {@code veryfast}. */
public final class CostEstimate {
    private static final double ENCODE_NS_PER_PIXEL = 16;
    private static final double HEVC_ENCODE_NS_PER_PIXEL = 60;
    private static final double AV1_ENCODE_NS_PER_PIXEL = 25;
    private static final double SCALE_NS_PER_PIXEL = 2;
    /** Reading a copied rung and writing it. */
    private static final double COPY_SECONDS_PER_MINUTE = 0.1;

    private static final double DECODE_NS_PER_PIXEL = 5;
    private static final double HARD_DECODE_NS_PER_PIXEL = 10;
    private static final double DEINTERLACE_NS_PER_PIXEL = 4;
    private static final double TURN_NS_PER_PIXEL = 1;
    private static final double TONE_MAP_NS_PER_PIXEL = 60;
    private static final double AUDIO_SECONDS_PER_MINUTE = 1.8;
    private static final double NS_PER_SECOND = 1e9;
    private static final double SECONDS_PER_MINUTE = 60;

    private CostEstimate() {}

    static Cost ofSound(List<AudioRendition> audio) {
        return new Cost(0, audio.size() * AUDIO_SECONDS_PER_MINUTE);
    }

    static Cost of(VideoFacts source, VideoPlan video, List<AudioRendition> audio) {
        double encoded = 0;
        double seconds = audio.size() * AUDIO_SECONDS_PER_MINUTE;
        for (VideoRendition rendition : video.renditions()) {
            encoded += rendition.copied() ? 0 : pixelsPerSecond(rendition);
            seconds += ofRung(rendition, video.preset());
        }
        double read = encoded == 0 ? 0 : secondsOfReading(source, video);
        return new Cost(Math.round(encoded), rounded(seconds + read));
    }

    /** Seconds of one processor for a minute of one rung, but for decoding, which all share. */
    public static double ofRung(VideoRendition rendition, String preset) {
        if (rendition.copied()) {
            return COPY_SECONDS_PER_MINUTE;
        }
        double ns =
                switch (rendition.codec()) {
                    case H264 -> ENCODE_NS_PER_PIXEL;
                    case HEVC -> HEVC_ENCODE_NS_PER_PIXEL;
                    case AV1 -> AV1_ENCODE_NS_PER_PIXEL;
                };
        return rounded(SECONDS_PER_MINUTE
                * pixelsPerSecond(rendition)
                * (ns * presetFactor(preset) + SCALE_NS_PER_PIXEL)
                / NS_PER_SECOND);
    }

    /** Decoding, and what is done to pictures before they are scaled. */
    private static double secondsOfReading(VideoFacts source, VideoPlan video) {
        double decoded =
                (double) source.width() * source.height() * video.frameRate().toDouble();
        double ns = decoded
                * switch (source.stream().codec()) {
                    case "hevc", "av1", "vp9", "prores" -> HARD_DECODE_NS_PER_PIXEL;
                    default -> DECODE_NS_PER_PIXEL;
                };
        ns += video.deinterlace() ? decoded * DEINTERLACE_NS_PER_PIXEL : 0;
        ns += video.turn().swapsSides() ? decoded * TURN_NS_PER_PIXEL : 0;
        if (video.dynamicRange() != DynamicRange.STANDARD) {
            ns += (double) video.toneMapWidth()
                    * video.toneMapHeight()
                    * video.frameRate().toDouble()
                    * TONE_MAP_NS_PER_PIXEL;
        }
        return SECONDS_PER_MINUTE * ns / NS_PER_SECOND;
    }

    private static double pixelsPerSecond(VideoRendition rendition) {
        return (double) rendition.width()
                * rendition.height()
                * rendition.frameRate().toDouble();
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }

    private static double presetFactor(String preset) {
        return switch (preset) {
            case "ultrafast" -> 0.45;
            case "superfast" -> 0.65;
            case "veryfast" -> 1;
            case "faster" -> 1.6;
            case "fast" -> 2;
            case "medium" -> 2.4;
            case "slow" -> 4;
            default -> 7;
        };
    }
}
