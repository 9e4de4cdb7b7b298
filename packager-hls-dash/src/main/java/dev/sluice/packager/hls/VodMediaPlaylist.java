package dev.sluice.packager.hls;

import dev.sluice.packager.cmaf.ByteRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A media playlist of something finished (RFC 8216bis section 4.4.3.5, EXT-X-PLAYLIST-TYPE): segments of one file by
 * byte range, its key frames only, or one whole subtitle file.
 *
 * @param targetDurationSeconds the same in all renditions of audio and video (section 6.2.4)
 * @param iFramesOnly true when each segment is one key frame (section 4.4.3.6)
 * @param map the init section (section 4.4.4.5); null for subtitles
 * @param segments at least one
 */
public record VodMediaPlaylist(
        long targetDurationSeconds,
        boolean iFramesOnly,
        @Nullable Part map,
        List<Segment> segments) {
    private static final int HEADER_CHARS = 256;
    private static final int SEGMENT_CHARS = 96;
    private static final int MICROS_PER_SECOND = 1_000_000;

    public VodMediaPlaylist {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a media playlist without segments");
        }
    }

    /** @param range null for all of the object */
    public record Part(String uri, @Nullable ByteRange range) {}

    public record Segment(Part part, long durationUs) {}

    /** What a segment's duration counts for in a target duration: rounded to the nearest second, at least one. */
    public static long targetSeconds(long longestDurationUs) {
        return Math.max(1, (longestDurationUs + MICROS_PER_SECOND / 2) / MICROS_PER_SECOND);
    }

    /** The text as served. */
    public String render() {
        StringBuilder out = new StringBuilder(HEADER_CHARS + segments.size() * SEGMENT_CHARS);
        out.append("#EXTM3U\n#EXT-X-VERSION:").append(version()).append('\n');
        out.append("#EXT-X-TARGETDURATION:").append(targetDurationSeconds).append('\n');
        out.append("#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n");
        if (iFramesOnly) {
            out.append("#EXT-X-I-FRAMES-ONLY\n");
        }
        if (map != null) {
            out.append("#EXT-X-MAP:URI=").append(HlsText.quoted(map.uri()));
            if (map.range() != null) {
                out.append(",BYTERANGE=\"").append(HlsText.byteRange(map.range()));
                out.append('"');
            }
            out.append('\n');
        }
        for (Segment segment : segments) {
            out.append("#EXTINF:");
            HlsText.appendSeconds(out, segment.durationUs());
            out.append(",\n");
            ByteRange range = segment.part().range();
            if (range != null) {
                out.append("#EXT-X-BYTERANGE:").append(HlsText.byteRange(range)).append('\n');
            }
            out.append(segment.part().uri()).append('\n');
        }
        return out.append("#EXT-X-ENDLIST\n").toString();
    }

    /**
     * Section 8: 6 for EXT-X-MAP, 5 when it is among key frames only, 4 for byte ranges, 3 for fractions of seconds.
     */
    private int version() {
        if (map != null) {
            return iFramesOnly ? 5 : MediaPlaylist.VERSION;
        }
        boolean ranges = segments.stream().anyMatch(segment -> segment.part().range() != null);
        return ranges || iFramesOnly ? 4 : 3;
    }
}
