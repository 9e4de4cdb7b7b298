package dev.sluice.packager.hls;

import java.time.Instant;

/** A segment of a media playlist. Its lines are rendered once, however often the playlist is. */
public final class PlaylistSegment {
    private final long discontinuity;
    private final String mapUri;
    private final String lines;

    /**
     * @param uri relative to the playlist
     * @param mapUri of the init segment
     * @param discontinuity number of the contiguous run that this belongs to; rises
     * @param programDateTime wall clock of the first sample
     * @param gap true when there is no media to load
     */
    public PlaylistSegment(
            String uri, String mapUri, long discontinuity, Instant programDateTime, long durationUs, boolean gap) {
        this.discontinuity = discontinuity;
        this.mapUri = mapUri;
        StringBuilder out = new StringBuilder(128);
        out.append("#EXT-X-PROGRAM-DATE-TIME:")
                .append(HlsText.dateTime(programDateTime))
                .append('\n');
        if (gap) {
            out.append("#EXT-X-GAP\n");
        }
        out.append("#EXTINF:");
        HlsText.appendSeconds(out, durationUs);
        this.lines = out.append(",\n").append(uri).append('\n').toString();
    }

    long discontinuity() {
        return discontinuity;
    }

    String mapUri() {
        return mapUri;
    }

    String lines() {
        return lines;
    }
}
