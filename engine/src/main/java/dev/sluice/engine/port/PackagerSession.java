package dev.sluice.engine.port;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import java.util.List;

/**
 * The presentation of one live stream.
 *
 * <p>Call order: {@code (startPeriod (onSegmentBoundary | onWatermark | onTrack | onSample)* endPeriod)* finish}. Safe
 * for calls from several threads; the calls of one rendition come from one thread at a time.
 *
 * <p>Segments of every rendition are cut at the declared boundaries and nowhere else: video at the first sync sample
 * with a PTS at or after the boundary, audio at the first sample at or after it.
 */
public interface PackagerSession {
    /** A contiguous run of media begins: a discontinuity in HLS and a new Period in DASH, unless it is the first. */
    void startPeriod(List<RenditionPlan> renditions, long startPtsTicks);

    /** A new segment begins at this time, on the 90 kHz clock. Times rise. */
    void onSegmentBoundary(long ptsTicks);

    /** No boundary at or before this time, on the 90 kHz clock, will be declared any more. */
    void onWatermark(long ptsTicks);

    /** Codec parameters of a rendition; once per period, before its first sample. */
    void onTrack(String rendition, Track track);

    void onSample(String rendition, EncodedSample sample);

    /** Everything of this period has been given; open segments are closed. */
    void endPeriod();

    /** The stream is over: playlists end and the MPD becomes static. */
    void finish();

    PackagerStats stats();
}
