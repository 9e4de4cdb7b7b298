package dev.sluice.packager;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.packager.cmaf.SegmenterCounters;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The presentation of one live stream: takes encoded samples, gives CMAF segments, HLS playlists and a DASH MPD that
 * name the same files.
 *
 * <p>Call order: {@code (startPeriod (onSegmentBoundary | onWatermark | onTrack | onSample)* endPeriod)* finish}. Safe
 * for calls from several threads; the calls of one rendition come from one thread at a time. Nothing here blocks, but
 * what the listener does. Samples after {@code endPeriod} are counted as refused, since encoders may still be at work.
 *
 * <p>Segments of every rendition are cut at the declared boundaries and nowhere else: video at the first sync sample
 * with a PTS at or after the boundary, audio at the first sample at or after it. A boundary is declared before the
 * video sample that begins there. Segment {@code n} has the same boundary in all renditions.
 *
 * <p>Files: {@code master.m3u8}, {@code manifest.mpd}, and for each rendition {@code NAME/index.m3u8},
 * {@code NAME/init-N.mp4} and {@code NAME/N.m4s}.
 */
public final class LivePresentation {
    private static final Logger LOG = LoggerFactory.getLogger(LivePresentation.class);

    private final ReentrantLock stateLock = new ReentrantLock();
    private final PresentationSettings settings;
    private final SegmenterCounters counters = new SegmenterCounters();
    private final PresentationPublisher publisher;
    private volatile @Nullable LivePeriod period;
    private boolean finished;

    /** @param clock for the publish time of the MPD; all media times come from the samples */
    public LivePresentation(PresentationSettings settings, PresentationListener listener, InstantSource clock) {
        this.settings = settings;
        this.publisher = new PresentationPublisher(settings, listener, clock);
    }

    /**
     * A contiguous run of media begins: a discontinuity in HLS and a new Period in DASH, unless it is the first.
     *
     * @param renditions in the order in which playlists are to name them
     * @param startPtsTicks on the 90 kHz clock, not negative: the first segment's boundary; samples before it are
     *     dropped
     * @throws IllegalStateException when a period is open or the presentation is finished
     */
    public void startPeriod(List<RenditionPlan> renditions, long startPtsTicks) {
        if (renditions.isEmpty() || startPtsTicks < 0) {
            throw new IllegalArgumentException(
                    "a period of " + renditions.size() + " renditions at " + startPtsTicks + " ticks");
        }
        stateLock.lock();
        try {
            if (period != null || finished) {
                throw new IllegalStateException(finished ? "the presentation is finished" : "a period is open");
            }
            List<RenditionPlan> plans = List.copyOf(renditions);
            PublishedPeriod published = publisher.startPeriod(plans, startPtsTicks);
            period = new LivePeriod(published, plans, settings, counters, publisher);
        } finally {
            stateLock.unlock();
        }
    }

    /**
     * A new segment begins at this time, on the 90 kHz clock. Times rise; one that does not is ignored, so the start of
     * the period may be declared again.
     */
    public void onSegmentBoundary(long ptsTicks) {
        LivePeriod current = period;
        if (current != null && !current.declareBoundary(ptsTicks)) {
            LOG.debug("boundary at {} is not after the one before it", ptsTicks);
        }
    }

    /** No boundary at or before this time, on the 90 kHz clock, will be declared any more. Releases held audio. */
    public void onWatermark(long ptsTicks) {
        LivePeriod current = period;
        if (current != null) {
            current.onWatermark(ptsTicks);
        }
    }

    /**
     * Codec parameters of a rendition; once per period, before its first sample.
     *
     * @throws IllegalArgumentException when the plan has no such rendition, or one of another type
     * @throws IllegalStateException when the rendition has a track already
     */
    public void onTrack(String rendition, Track track) {
        LivePeriod current = period;
        if (current != null) {
            current.input(rendition).onTrack(track);
        }
    }

    /**
     * One sample of a rendition.
     *
     * @throws IllegalArgumentException when the plan has no such rendition
     */
    public void onSample(String rendition, EncodedSample sample) {
        LivePeriod current = period;
        if (current == null) {
            counters.countRefused();
        } else {
            current.input(rendition).onSample(sample);
        }
    }

    /** Everything of this period has been given; open segments are closed. Does nothing when no period is open. */
    public void endPeriod() {
        stateLock.lock();
        try {
            LivePeriod current = period;
            period = null;
            if (current != null) {
                current.end();
            }
        } finally {
            stateLock.unlock();
        }
    }

    /**
     * The stream is over: an open period ends, playlists end and the MPD becomes static. What the playlists name stays,
     * and nothing expires any more. Idempotent.
     */
    public void finish() {
        stateLock.lock();
        try {
            endPeriod();
            if (!finished) {
                finished = true;
                publisher.finish();
            }
        } finally {
            stateLock.unlock();
        }
    }

    public PresentationStats stats() {
        return new PresentationStats(counters.segments(), counters.misalignedSegments(), counters.refusedSamples());
    }
}
