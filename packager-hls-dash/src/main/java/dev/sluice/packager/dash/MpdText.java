package dev.sluice.packager.dash;

import dev.sluice.packager.dash.Mpd.Audio;
import dev.sluice.packager.dash.Mpd.Media;
import dev.sluice.packager.dash.Mpd.Video;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What both kinds of MPD write alike. */
final class MpdText {
    private static final String CHANNEL_SCHEME = "urn:mpeg:dash:23003:3:audio_channel_configuration:2011";

    private MpdText() {}

    /** Attributes and elements that describe video or audio, in an open Representation. */
    static void media(XmlWriter xml, Media media) {
        switch (media) {
            case Video video ->
                xml.attribute("width", video.width())
                        .attribute("height", video.height())
                        .attribute("frameRate", frameRate(video))
                        .attribute("sar", ratio(video));
            case Audio audio -> {
                xml.attribute("audioSamplingRate", audio.sampleRateHz());
                xml.start("AudioChannelConfiguration")
                        .attribute("schemeIdUri", CHANNEL_SCHEME)
                        .attribute("value", channelConfiguration(audio.channelCount()))
                        .end();
            }
        }
    }

    static void role(XmlWriter xml, String value) {
        xml.start("Role")
                .attribute("schemeIdUri", "urn:mpeg:dash:role:2011")
                .attribute("value", value)
                .end();
    }

    static @Nullable String duration(@Nullable Duration duration) {
        if (duration == null) {
            return null;
        }
        BigDecimal seconds = BigDecimal.valueOf(duration.toNanos() / 1_000, 6).stripTrailingZeros();
        return "PT" + seconds.toPlainString() + "S";
    }

    private static String frameRate(Video video) {
        return video.frameRate().denominator() == 1
                ? Integer.toString(video.frameRate().numerator())
                : video.frameRate().toString();
    }

    private static String ratio(Video video) {
        return video.sampleAspectRatio().numerator()
                + ":"
                + video.sampleAspectRatio().denominator();
    }

    /** ISO/IEC 23001-8 ChannelConfiguration of the usual layouts. */
    private static int channelConfiguration(int channelCount) {
        return switch (channelCount) {
            case 7 -> 11;
            case 8 -> 12;
            default -> channelCount;
        };
    }
}
