package dev.sluice.packager.dash;

import dev.sluice.packager.dash.Mpd.AdaptationSet;
import dev.sluice.packager.dash.Mpd.Audio;
import dev.sluice.packager.dash.Mpd.Media;
import dev.sluice.packager.dash.Mpd.Period;
import dev.sluice.packager.dash.Mpd.Representation;
import dev.sluice.packager.dash.Mpd.TimelineRun;
import dev.sluice.packager.dash.Mpd.Video;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The text of an {@link Mpd}. */
public final class MpdWriter {
    private static final String PROFILES = "urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019";

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
                .attribute("mediaPresentationDuration", MpdText.duration(mpd.totalDuration()))
                .attribute("minimumUpdatePeriod", live ? MpdText.duration(mpd.segmentDuration()) : null)
                .attribute("timeShiftBufferDepth", live ? MpdText.duration(mpd.timeShiftBufferDepth()) : null)
                .attribute(
                        "suggestedPresentationDelay", live ? MpdText.duration(mpd.suggestedPresentationDelay()) : null)
                .attribute("minBufferTime", MpdText.duration(mpd.segmentDuration()));
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
                .attribute("start", MpdText.duration(period.start()))
                .attribute("duration", MpdText.duration(period.duration()));
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
        MpdText.role(xml, "main");
        set.representations().forEach(this::representation);
        xml.end();
    }

    private void representation(Representation representation) {
        xml.start("Representation")
                .attribute("id", representation.id())
                .attribute("bandwidth", representation.bandwidthBps())
                .attribute("codecs", representation.codecs());
        MpdText.media(xml, representation.media());
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

    private static String dateTime(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
