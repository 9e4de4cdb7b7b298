package dev.sluice.packager.dash;

import dev.sluice.packager.cmaf.ByteRange;
import dev.sluice.packager.dash.Mpd.Audio;
import dev.sluice.packager.dash.Mpd.Video;
import dev.sluice.packager.dash.OnDemandMpd.Description;
import dev.sluice.packager.dash.OnDemandMpd.MediaFile;
import dev.sluice.packager.dash.OnDemandMpd.MediaSet;
import dev.sluice.packager.dash.OnDemandMpd.TextSet;
import dev.sluice.packager.dash.OnDemandMpd.Thumbnails;

/** The text of an {@link OnDemandMpd}. */
public final class OnDemandMpdWriter {
    private static final String PROFILES = "urn:mpeg:dash:profile:isoff-on-demand:2011,urn:mpeg:dash:profile:cmaf:2019";
    private static final String TILE_SCHEME = "http://dashif.org/guidelines/thumbnail_tile";

    private final OnDemandMpd mpd;
    private final XmlWriter xml = new XmlWriter();
    private int setId;

    private OnDemandMpdWriter(OnDemandMpd mpd) {
        this.mpd = mpd;
    }

    public static String render(OnDemandMpd mpd) {
        return new OnDemandMpdWriter(mpd).render();
    }

    private String render() {
        String duration = MpdText.duration(mpd.duration());
        xml.start("MPD")
                .attribute("xmlns", "urn:mpeg:dash:schema:mpd:2011")
                .attribute("profiles", PROFILES)
                .attribute("type", "static")
                .attribute("mediaPresentationDuration", duration)
                .attribute("minBufferTime", MpdText.duration(mpd.minBufferTime()));
        xml.start("Period").attribute("id", "1").attribute("start", "PT0S").attribute("duration", duration);
        mpd.media().forEach(this::mediaSet);
        mpd.texts().forEach(this::textSet);
        Thumbnails thumbnails = mpd.thumbnails();
        if (thumbnails != null) {
            thumbnails(thumbnails);
        }
        return xml.end().end().finish();
    }

    private void mediaSet(MediaSet set) {
        String type =
                switch (set.files().getFirst().media()) {
                    case Video ignored -> "video";
                    case Audio ignored -> "audio";
                };
        startSet(type, type + "/mp4", set.description());
        xml.attribute("subsegmentAlignment", "true")
                .attribute("subsegmentStartsWithSAP", set.startsWithSap() ? 1 : null);
        describe(set.description());
        set.files().forEach(this::mediaFile);
        xml.end();
    }

    private void startSet(String contentType, String mimeType, Description description) {
        setId++;
        xml.start("AdaptationSet")
                .attribute("id", setId)
                .attribute("contentType", contentType)
                .attribute("mimeType", mimeType)
                .attribute("lang", description.language());
    }

    private void describe(Description description) {
        String label = description.label();
        if (label != null) {
            xml.element("Label", label);
        }
        MpdText.role(xml, description.role().value());
    }

    private void mediaFile(MediaFile file) {
        xml.start("Representation")
                .attribute("id", file.id())
                .attribute("bandwidth", file.bandwidthBps())
                .attribute("codecs", file.codecs());
        MpdText.media(xml, file.media());
        xml.element("BaseURL", file.uri());
        xml.start("SegmentBase").attribute("indexRange", range(file.indexRange()));
        xml.start("Initialization").attribute("range", range(file.initRange())).end();
        xml.end().end();
    }

    private void textSet(TextSet set) {
        startSet("text", "text/vtt", set.description());
        describe(set.description());
        xml.start("Representation").attribute("id", set.id()).attribute("bandwidth", set.bandwidthBps());
        xml.element("BaseURL", set.uri());
        xml.end().end();
    }

    private void thumbnails(Thumbnails sheets) {
        setId++;
        xml.start("AdaptationSet")
                .attribute("id", setId)
                .attribute("contentType", "image")
                .attribute("mimeType", sheets.mimeType());
        xml.start("SegmentTemplate")
                .attribute("timescale", 1_000)
                .attribute("duration", sheets.tileIntervalMs() * sheets.columns() * sheets.rows())
                .attribute("startNumber", 1)
                .attribute("media", sheets.uriTemplate())
                .end();
        xml.start("Representation")
                .attribute("id", sheets.id())
                .attribute("bandwidth", sheets.bandwidthBps())
                .attribute("width", sheets.tileWidth() * sheets.columns())
                .attribute("height", sheets.tileHeight() * sheets.rows());
        xml.start("EssentialProperty")
                .attribute("schemeIdUri", TILE_SCHEME)
                .attribute("value", sheets.columns() + "x" + sheets.rows())
                .end();
        xml.end().end();
    }

    private static String range(ByteRange range) {
        return range.offset() + "-" + range.lastByte();
    }
}
