package dev.sluice.vod.plan;

import dev.sluice.ffmpeg.codec.DynamicRange;
import dev.sluice.ffmpeg.file.VideoFacts;
import dev.sluice.vod.plan.LadderPlan.AudioRendition;
import dev.sluice.vod.plan.LadderPlan.Cost;
import dev.sluice.vod.plan.LadderPlan.VideoPlan;
import dev.sluice.vod.plan.LadderPlan.VideoRendition;
import java.util.List;

/** About what a plan takes, for previews and for dividing work; measured once with x264 {@code veryfast}. */
final class CostEstimate {
    private static final double ENCODE_NS_PER_PIXEL = 16;
    private static final double SCALE_NS_PER_PIXEL = 2;
    private static final double DECODE_NS_PER_PIXEL = 5;
    private static final double HARD_DECODE_NS_PER_PIXEL = 10;
    private static final double DEINTERLACE_NS_PER_PIXEL = 4;
    private static final double TURN_NS_PER_PIXEL = 1;
    private static final double TONE_MAP_NS_PER_PIXEL = 60;
    private static final double AUDIO_SECONDS_PER_MINUTE = 1.8;
    private static final double NS_PER_SECOND = 1e9;

    private CostEstimate() {}

    static Cost ofSound(List<AudioRendition> audio) {
        return new Cost(0, audio.size() * AUDIO_SECONDS_PER_MINUTE);
    }

    static Cost of(VideoFacts source, VideoPlan video, List<AudioRendition> audio) {
        double encoded = 0;
        for (VideoRendition rendition : video.renditions()) {
            encoded += (double) rendition.width()
                    * rendition.height()
                    * rendition.frameRate().toDouble();
        }
        double decoded =
                (double) source.width() * source.height() * video.frameRate().toDouble();
        double ns = encoded * (ENCODE_NS_PER_PIXEL * presetFactor(video.preset()) + SCALE_NS_PER_PIXEL);
        ns += decoded
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
        double seconds = 60 * ns / NS_PER_SECOND + audio.size() * AUDIO_SECONDS_PER_MINUTE;
        return new Cost(Math.round(encoded), Math.round(seconds * 10) / 10.0);
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
