package dev.sluice.packager;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.packager.cmaf.SegmentBoundaries;
import dev.sluice.packager.cmaf.SegmenterCounters;
import dev.sluice.packager.cmaf.SegmenterSettings;
import dev.sluice.packager.cmaf.TrackSegmenter;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the samples of one rendition come in during one period. Its own lock keeps the box writing of renditions apart
 * from each other; it is taken before the publisher's lock, never after.
 */
final class RenditionInput {
    private final ReentrantLock lock = new ReentrantLock();
    private final PublishedPeriod period;
    private final RenditionPlan plan;
    private final SegmentBoundaries boundaries;
    private final PresentationSettings settings;
    private final SegmenterCounters counters;
    private final PresentationPublisher publisher;
    private @Nullable TrackSegmenter segmenter;
    private boolean closed;

    RenditionInput(
            PublishedPeriod period,
            RenditionPlan plan,
            SegmentBoundaries boundaries,
            PresentationSettings settings,
            SegmenterCounters counters,
            PresentationPublisher publisher) {
        this.period = period;
        this.plan = plan;
        this.boundaries = boundaries;
        this.settings = settings;
        this.counters = counters;
        this.publisher = publisher;
    }

    void onTrack(Track track) {
        if (track.type() != plan.type()) {
            throw new IllegalArgumentException(
                    "rendition " + plan.name() + " is planned as " + plan.type() + ", the track is " + track.type());
        }
        lock.lock();
        try {
            if (segmenter != null) {
                throw new IllegalStateException("rendition " + plan.name() + " already has a track in this period");
            }
            SegmenterSettings cutting = SegmenterSettings.of(
                    track.timescale(), period.firstNumber(), settings.targetSegmentDuration(), settings.partDuration());
            segmenter = new TrackSegmenter(
                    track, boundaries, cutting, counters, segment -> publisher.onSegment(period, plan, track, segment));
        } finally {
            lock.unlock();
        }
    }

    void onSample(EncodedSample sample) {
        lock.lock();
        try {
            TrackSegmenter current = segmenter;
            if (closed || current == null) {
                counters.countRefused();
            } else {
                current.onSample(sample);
            }
        } finally {
            lock.unlock();
        }
    }

    void onWatermark(long ptsTicks) {
        lock.lock();
        try {
            TrackSegmenter current = segmenter;
            if (!closed && current != null) {
                current.onWatermark(ptsTicks);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes the open segment; null when there never was one. */
    @Nullable
    Ending finish() {
        lock.lock();
        try {
            closed = true;
            TrackSegmenter current = segmenter;
            if (current == null) {
                return null;
            }
            int lastIndex = current.finish();
            return lastIndex < 0 ? null : new Ending(current, lastIndex, current.endPtsTicks());
        } finally {
            lock.unlock();
        }
    }

    /** How a rendition ended: its last segment's index in the period, and the end of its media on the 90 kHz clock. */
    record Ending(TrackSegmenter segmenter, int lastIndex, long endPtsTicks) {}
}
