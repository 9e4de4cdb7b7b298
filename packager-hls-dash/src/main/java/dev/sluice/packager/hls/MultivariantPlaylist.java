package dev.sluice.packager.hls;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A multivariant playlist (RFC 8216bis section 4.4.6). Variants stand in the given order; every audio rendition belongs
 * to one group that all video variants use.
 *
 * @param audio renditions of the audio group; empty when there is no audio or nothing but audio
 */
public record MultivariantPlaylist(List<Variant> variants, List<AudioRendition> audio) {
    private static final String AUDIO_GROUP = "audio";

    public MultivariantPlaylist {
        variants = List.copyOf(variants);
        audio = List.copyOf(audio);
    }

    /**
     * EXT-X-STREAM-INF.
     *
     * @param bandwidthBps peak rate, audio included
     * @param averageBandwidthBps audio included
     * @param codecs RFC 6381 strings of video and audio
     * @param picture null for a variant of audio alone
     */
    public record Variant(
            String uri,
            long bandwidthBps,
            long averageBandwidthBps,
            List<String> codecs,
            @Nullable Picture picture) {
        public Variant {
            codecs = List.copyOf(codecs);
        }
    }

    /** RESOLUTION and FRAME-RATE. */
    public record Picture(int width, int height, double frameRate) {}

    /** EXT-X-MEDIA of type AUDIO. */
    public record AudioRendition(String name, String uri, int channelCount) {}

    /** The text as served. */
    public String render() {
        StringBuilder out = new StringBuilder(1024);
        out.append("#EXTM3U\n#EXT-X-VERSION:").append(MediaPlaylist.VERSION).append('\n');
        out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        String isDefault = "YES";
        for (AudioRendition rendition : audio) {
            out.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"").append(AUDIO_GROUP);
            out.append("\",NAME=\"").append(rendition.name());
            out.append("\",DEFAULT=").append(isDefault).append(",AUTOSELECT=YES,CHANNELS=\"");
            out.append(rendition.channelCount()).append("\",URI=\"");
            out.append(rendition.uri()).append("\"\n");
            isDefault = "NO";
        }
        for (Variant variant : variants) {
            appendVariant(out, variant);
        }
        return out.toString();
    }

    private void appendVariant(StringBuilder out, Variant variant) {
        out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(variant.bandwidthBps());
        out.append(",AVERAGE-BANDWIDTH=").append(variant.averageBandwidthBps());
        out.append(",CODECS=\"").append(String.join(",", variant.codecs())).append('"');
        Picture picture = variant.picture();
        if (picture != null) {
            out.append(",RESOLUTION=").append(picture.width()).append('x').append(picture.height());
            out.append(",FRAME-RATE=").append(String.format(Locale.ROOT, "%.3f", picture.frameRate()));
            if (!audio.isEmpty()) {
                out.append(",AUDIO=\"").append(AUDIO_GROUP).append('"');
            }
        }
        out.append('\n').append(variant.uri()).append('\n');
    }
}
