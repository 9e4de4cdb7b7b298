package dev.sluice.packager.hls;

import java.util.List;

/**
 * A media playlist (RFC 8216bis section 4.4.3): a window that slides while the stream lives.
 *
 * @param targetDurationSeconds the same in all renditions
 * @param mediaSequence number of the first segment
 * @param segments at least one
 * @param ended true when nothing follows
 */
public record MediaPlaylist(
        long targetDurationSeconds, long mediaSequence, List<PlaylistSegment> segments, boolean ended) {
    /** EXT-X-MAP in a playlist that is not I-frames only asks for 6; nothing here asks for more. */
    static final int VERSION = 6;

    private static final int HEADER_CHARS = 256;
    private static final int SEGMENT_CHARS = 112;

    public MediaPlaylist {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a media playlist without segments");
        }
    }

    /** The text as served. */
    public String render() {
        PlaylistSegment previous = segments.getFirst();
        StringBuilder out = new StringBuilder(HEADER_CHARS + segments.size() * SEGMENT_CHARS);
        out.append("#EXTM3U\n#EXT-X-VERSION:").append(VERSION).append('\n');
        out.append("#EXT-X-TARGETDURATION:").append(targetDurationSeconds).append('\n');
        out.append("#EXT-X-MEDIA-SEQUENCE:").append(mediaSequence).append('\n');
        if (previous.discontinuity() > 0) {
            out.append("#EXT-X-DISCONTINUITY-SEQUENCE:")
                    .append(previous.discontinuity())
                    .append('\n');
        }
        appendMap(out, previous);
        for (PlaylistSegment segment : segments) {
            for (long i = previous.discontinuity(); i < segment.discontinuity(); i++) {
                out.append("#EXT-X-DISCONTINUITY\n");
            }
            if (!segment.mapUri().equals(previous.mapUri())) {
                appendMap(out, segment);
            }
            out.append(segment.lines());
            previous = segment;
        }
        if (ended) {
            out.append("#EXT-X-ENDLIST\n");
        }
        return out.toString();
    }

    private static void appendMap(StringBuilder out, PlaylistSegment segment) {
        out.append("#EXT-X-MAP:URI=\"").append(segment.mapUri()).append("\"\n");
    }
}
