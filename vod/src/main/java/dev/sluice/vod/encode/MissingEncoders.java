package dev.sluice.vod.encode;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.codec.FileEncoders;
import dev.sluice.ffmpeg.codec.VideoCodec;
import dev.sluice.vod.plan.EncodeProfile;
import java.util.Locale;
import java.util.Optional;

/** What a profile asks for and the FFmpeg of this process does not have. */
public final class MissingEncoders {
    private MissingEncoders() {}

    /** A sentence about the first codec that cannot be encoded here; FFmpeg is loaded only for others than H.264. */
    public static Optional<String> of(EncodeProfile profile) {
        for (VideoCodec codec : profile.codecs()) {
            if (codec != VideoCodec.H264) {
                try {
                    if (!FileEncoders.has(codec)) {
                        return Optional.of(
                                asked(profile, codec) + "this build of FFmpeg has no " + codec.label() + " encoder");
                    }
                } catch (FfmpegException e) {
                    return Optional.of(asked(profile, codec) + e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    private static String asked(EncodeProfile profile, VideoCodec codec) {
        return "profile " + profile.name() + " asks for " + codec.name().toLowerCase(Locale.ROOT) + ", and ";
    }
}
