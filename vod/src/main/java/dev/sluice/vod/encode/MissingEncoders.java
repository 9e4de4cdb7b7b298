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

    /** What a build of FFmpeg can encode. */
    @FunctionalInterface
    interface Build {
        boolean has(VideoCodec codec) throws FfmpegException;
    }

    /** A sentence about the first codec that cannot be encoded here; FFmpeg is loaded only for others than H.264. */
    public static Optional<String> of(EncodeProfile profile) {
        return of(profile, FileEncoders::has);
    }

    static Optional<String> of(EncodeProfile profile, Build build) {
        for (VideoCodec codec : profile.codecs()) {
            if (codec != VideoCodec.H264) {
                String asked = "profile " + profile.name() + " asks for "
                        + codec.name().toLowerCase(Locale.ROOT) + ", and ";
                try {
                    if (!build.has(codec)) {
                        return Optional.of(asked + "this build of FFmpeg has no " + codec.label() + " encoder");
                    }
                } catch (FfmpegException e) {
                    return Optional.of(asked + e.getMessage());
                }
            }
        }
        return Optional.empty();
    }
}
