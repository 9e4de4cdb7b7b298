package dev.sluice.packager.dash;

import dev.sluice.packager.cmaf.ByteRange;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A media presentation description of the on-demand profile (ISO/IEC 23009-1 section 8.3): one period, one
 * self-initializing segment with an index per representation.
 *
 * @param duration of the presentation
 * @param minBufferTime how long a player buffers at {@code bandwidthBps} before it may start without fear of a stall
 * @param thumbnails null for none
 */
public record OnDemandMpd(
        Duration duration,
        Duration minBufferTime,
        List<MediaSet> media,
        List<TextSet> texts,
        @Nullable Thumbnails thumbnails) {
    public OnDemandMpd {
        media = List.copyOf(media);
        texts = List.copyOf(texts);
    }

    /** The role scheme of section 5.8.5.5. */
    public enum Role {
        MAIN("main"),
        ALTERNATE("alternate"),
        SUBTITLE("subtitle"),
        CAPTION("caption"),
        FORCED_SUBTITLE("forced-subtitle");

        private final String value;

        Role(String value) {
            this.value = value;
        }

        String value() {
            return value;
        }
    }

    /**
     * What a player lists and how it may choose.
     *
     * @param language BCP 47, null when unknown
     * @param label null for none
     */
    public record Description(
            @Nullable String language, @Nullable String label, Role role) {}

    /**
     * Representations between which a player may switch.
     *
     * @param startsWithSap true when each segment of each file starts with SAP type 1
     * @param files of one media type and codec, at least one
     */
    public record MediaSet(Description description, boolean startsWithSap, List<MediaFile> files) {
        public MediaSet {
            files = List.copyOf(files);
        }
    }

    /**
     * A representation of one file.
     *
     * @param bandwidthBps at this rate {@code minBufferTime} is enough from any segment on
     * @param initRange of the init segment
     * @param indexRange of the sidx
     */
    public record MediaFile(
            String id,
            String codecs,
            long bandwidthBps,
            Mpd.Media media,
            String uri,
            ByteRange initRange,
            ByteRange indexRange) {}

    /** A whole WebVTT file. */
    public record TextSet(Description description, String id, long bandwidthBps, String uri) {}

    /**
     * Sheets of tiles (DASH-IF guidelines, tiles of thumbnail images).
     *
     * @param uriTemplate with {@code $Number$}, which counts from one
     * @param tileIntervalMs what one tile stands for
     */
    public record Thumbnails(
            String id,
            String uriTemplate,
            String mimeType,
            long bandwidthBps,
            int tileWidth,
            int tileHeight,
            int columns,
            int rows,
            long tileIntervalMs) {}
}
