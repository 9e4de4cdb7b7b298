package dev.sluice.packager.dash;

import dev.sluice.packager.dash.Mpd.AdaptationSet;
import dev.sluice.packager.dash.Mpd.Audio;
import dev.sluice.packager.dash.Mpd.Media;
import dev.sluice.packager.dash.Mpd.Period;
import dev.sluice.packager.dash.Mpd.Representation;
import dev.sluice.packager.dash.Mpd.TimelineRun;
import dev.sluice.packager.dash.Mpd.Video;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The text of an {@link Mpd}. */
public final class MpdWriter {
    private static final String PROFILES = "urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019";
    private static final String CHANNEL_SCHEME = "urn:mpeg:dash:23003:3:audio_channel_configuration:2011";

    private final Mpd mpd;
    private final XmlWriter xml = new XmlWriter();

    private MpdWriter(Mpd mpd) {
        this.mpd = mpd;
    }

    public static String render(Mpd mpd) {
        return new MpdWriter(mpd).render();
    }

    private String render() {
        boolean live = mpd.live();
        xml.start("MPD").attribute("xmlns", "urn:mpeg:dash:schema:mpd:2011").attribute("profiles", PROFILES);
        xml.attribute("type", live ? "dynamic" : "static")
                .attribute("availabilityStartTime", live ? dateTime(mpd.availabilityStartTime()) : null)
                .attribute("publishTime", dateTime(mpd.publishTime()))
                .attribute("mediaPresentationDuration", duration(mpd.totalDuration()))
                .attribute("minimumUpdatePeriod", live ? duration(mpd.segmentDuration()) : null)
                .attribute("timeShiftBufferDepth", live ? duration(mpd.timeShiftBufferDepth()) : null)
                .attribute("suggestedPresentationDelay", live ? duration(mpd.suggestedPresentationDelay()) : null)
                .attribute("minBufferTime", duration(mpd.segmentDuration()));
        mpd.periods().forEach(this::period);
        if (live) {
            utcTiming();
        }
        return xml.end().finish();
    }

    private void utcTiming() {
        String url = mpd.utcTimingUrl();
        String scheme = url != null ? "urn:mpeg:dash:utc:http-xsdate:2014" : "urn:mpeg:dash:utc:direct:2014";
        xml.start("UTCTiming")
                .attribute("schemeIdUri", scheme)
                .attribute("value", url != null ? url : dateTime(mpd.publishTime()))
                .end();
    }

    private void period(Period period) {
        xml.start("Period")
                .attribute("id", period.id())
                .attribute("start", duration(period.start()))
                .attribute("duration", duration(period.duration()));
        period.adaptationSets().forEach(this::adaptationSet);
        xml.end();
    }

    private void adaptationSet(AdaptationSet set) {
        Media media = set.representations().getFirst().media();
        xml.start("AdaptationSet").attribute("id", set.id());
        switch (media) {
            case Video ignored -> xml.attribute("contentType", "video").attribute("mimeType", "video/mp4");
            case Audio ignored -> xml.attribute("contentType", "audio").attribute("mimeType", "audio/mp4");
        }
        xml.attribute("segmentAlignment", "true").attribute("startWithSAP", 1);
        xml.start("Role")
                .attribute("schemeIdUri", "urn:mpeg:dash:role:2011")
                .attribute("value", "main")
                .end();
        set.representations().forEach(this::representation);
        xml.end();
    }

    private void representation(Representation representation) {
        xml.start("Representation")
                .attribute("id", representation.id())
                .attribute("bandwidth", representation.bandwidthBps())
                .attribute("codecs", representation.codecs());
        switch (representation.media()) {
            case Video video -> {
                xml.attribute("width", video.width())
                        .attribute("height", video.height())
                        .attribute("frameRate", frameRate(video))
                        .attribute("sar", ratio(video));
            }
            case Audio audio -> {
                xml.attribute("audioSamplingRate", audio.sampleRateHz());
                xml.start("AudioChannelConfiguration")
                        .attribute("schemeIdUri", CHANNEL_SCHEME)
                        .attribute("value", channelConfiguration(audio.channelCount()))
                        .end();
            }
        }
        segmentTemplate(representation);
        xml.end();
    }

    private void segmentTemplate(Representation representation) {
        xml.start("SegmentTemplate")
                .attribute("timescale", representation.timescale().ticksPerSecond())
                .attribute("presentationTimeOffset", representation.presentationTimeOffsetTicks())
                .attribute("initialization", representation.initialization())
                .attribute("media", "$RepresentationID$/$Number$.m4s")
                .attribute("startNumber", representation.startNumber());
        xml.start("SegmentTimeline");
        long expectedTicks = -1;
        for (TimelineRun run : representation.timeline()) {
            xml.start("S")
                    .attribute("t", run.startTicks() == expectedTicks ? null : run.startTicks())
                    .attribute("d", run.durationTicks())
                    .attribute("r", run.count() > 1 ? run.count() - 1 : null)
                    .end();
            expectedTicks = run.startTicks() + run.durationTicks() * run.count();
        }
        xml.end().end();
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

    private static String dateTime(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static @Nullable String duration(@Nullable Duration duration) {
        if (duration == null) {
            return null;
        }
        BigDecimal seconds = BigDecimal.valueOf(duration.toNanos() / 1_000, 6).stripTrailingZeros();
        return "PT" + seconds.toPlainString() + "S";
    }
}
