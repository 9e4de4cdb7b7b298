package dev.sluice.packager.hls;

import dev.sluice.packager.hls.MultivariantPlaylist.Picture;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A multivariant playlist (RFC 8216bis section 4.4.6) with groups of audio and subtitles, and key frames to seek by.
 *
 * @param renditions EXT-X-MEDIA in the given order
 * @param variants at least one
 * @param keyFrames EXT-X-I-FRAME-STREAM-INF
 */
public record VodMultivariantPlaylist(List<Rendition> renditions, List<Variant> variants, List<KeyFrames> keyFrames) {
    public VodMultivariantPlaylist {
        renditions = List.copyOf(renditions);
        variants = List.copyOf(variants);
        keyFrames = List.copyOf(keyFrames);
        if (variants.isEmpty()) {
            throw new IllegalArgumentException("a multivariant playlist without variants");
        }
    }

    /** TYPE of EXT-X-MEDIA. */
    public enum MediaType {
        AUDIO,
        SUBTITLES
    }

    /**
     * EXT-X-MEDIA (section 4.4.6.1).
     *
     * @param name unique in its group
     * @param language BCP 47, null when unknown
     * @param selection what a player may do with it unasked
     * @param forced for subtitles: only what is essential and not understood from the sound
     * @param channelCount of audio, zero for subtitles
     * @param characteristics uniform type identifiers
     */
    public record Rendition(
            MediaType type,
            String groupId,
            String name,
            @Nullable String language,
            Selection selection,
            boolean forced,
            int channelCount,
            List<String> characteristics,
            String uri) {
        public Rendition {
            characteristics = List.copyOf(characteristics);
        }
    }

    /**
     * DEFAULT and AUTOSELECT: the one of a group that plays unless the user says otherwise; by their settings; never.
     */
    public enum Selection {
        DEFAULT("DEFAULT=YES,AUTOSELECT=YES"),
        AUTOMATIC("DEFAULT=NO,AUTOSELECT=YES"),
        BY_HAND("DEFAULT=NO,AUTOSELECT=NO");

        private final String attributes;

        Selection(String attributes) {
            this.attributes = attributes;
        }
    }

    /**
     * EXT-X-STREAM-INF (section 4.4.6.2).
     *
     * @param codecs RFC 6381 strings of all that plays together
     * @param picture null for a variant of audio alone
     * @param audioGroup null when there is none
     * @param subtitleGroup null when there is none
     */
    public record Variant(
            String uri,
            Rate rate,
            List<String> codecs,
            @Nullable Picture picture,
            @Nullable String audioGroup,
            @Nullable String subtitleGroup) {
        public Variant {
            codecs = List.copyOf(codecs);
        }
    }

    /** EXT-X-I-FRAME-STREAM-INF (section 4.4.6.3). */
    public record KeyFrames(String uri, Rate rate, String codec, Picture picture) {}

    /** BANDWIDTH and AVERAGE-BANDWIDTH, of all that plays together. */
    public record Rate(long peakBps, long averageBps) {
        public Rate plus(Rate other) {
            return new Rate(peakBps + other.peakBps, averageBps + other.averageBps);
        }

        /** The larger of each. */
        public Rate max(Rate other) {
            return new Rate(Math.max(peakBps, other.peakBps), Math.max(averageBps, other.averageBps));
        }
    }

    /** The text as served. */
    public String render() {
        StringBuilder out = new StringBuilder(2048);
        out.append("#EXTM3U\n#EXT-X-VERSION:").append(MediaPlaylist.VERSION).append('\n');
        out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        renditions.forEach(rendition -> append(out, rendition));
        variants.forEach(variant -> append(out, variant));
        keyFrames.forEach(frames -> append(out, frames));
        return out.toString();
    }

    private static void append(StringBuilder out, Rendition rendition) {
        out.append("#EXT-X-MEDIA:TYPE=").append(rendition.type());
        out.append(",GROUP-ID=").append(HlsText.quoted(rendition.groupId()));
        out.append(",NAME=").append(HlsText.quoted(rendition.name()));
        String language = rendition.language();
        if (language != null) {
            out.append(",LANGUAGE=").append(HlsText.quoted(language));
        }
        out.append(',').append(rendition.selection().attributes);
        if (rendition.type() == MediaType.SUBTITLES) {
            out.append(",FORCED=").append(rendition.forced() ? "YES" : "NO");
        } else {
            out.append(",CHANNELS=\"").append(rendition.channelCount()).append('"');
        }
        if (!rendition.characteristics().isEmpty()) {
            out.append(",CHARACTERISTICS=").append(HlsText.quoted(String.join(",", rendition.characteristics())));
        }
        out.append(",URI=").append(HlsText.quoted(rendition.uri())).append('\n');
    }

    private static void append(StringBuilder out, Variant variant) {
        out.append("#EXT-X-STREAM-INF:");
        appendRateAndCodecs(out, variant.rate(), variant.codecs());
        Picture picture = variant.picture();
        if (picture != null) {
            appendSize(out, picture);
            out.append(String.format(Locale.ROOT, ",FRAME-RATE=%.3f", picture.frameRate()));
        }
        appendGroup(out, "AUDIO", variant.audioGroup());
        appendGroup(out, "SUBTITLES", variant.subtitleGroup());
        out.append('\n').append(variant.uri()).append('\n');
    }

    private static void append(StringBuilder out, KeyFrames frames) {
        out.append("#EXT-X-I-FRAME-STREAM-INF:");
        appendRateAndCodecs(out, frames.rate(), List.of(frames.codec()));
        appendSize(out, frames.picture());
        out.append(",URI=").append(HlsText.quoted(frames.uri())).append('\n');
    }

    private static void appendRateAndCodecs(StringBuilder out, Rate rate, List<String> codecs) {
        out.append("BANDWIDTH=").append(rate.peakBps());
        out.append(",AVERAGE-BANDWIDTH=").append(rate.averageBps());
        out.append(",CODECS=").append(HlsText.quoted(String.join(",", codecs)));
    }

    private static void appendSize(StringBuilder out, Picture picture) {
        out.append(",RESOLUTION=").append(picture.width()).append('x').append(picture.height());
        out.append(",VIDEO-RANGE=SDR");
    }

    private static void appendGroup(StringBuilder out, String attribute, @Nullable String groupId) {
        if (groupId != null) {
            out.append(',').append(attribute).append('=').append(HlsText.quoted(groupId));
        }
    }
}
