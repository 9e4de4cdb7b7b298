package dev.sluice.packager.cmaf;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.TrackType;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Cuts the samples of one track, over one period, into segments at the declared boundaries.
 *
 * <p>Call order: {@code (onSample | onWatermark)* finish padTo?}, from one thread at a time. Segments are given to the
 * consumer on the calling thread, in order, once their last sample's duration is known.
 *
 * <p>Video is cut at the first sync sample with a PTS at or after a boundary; when none comes within a grace time, at a
 * sample that is not sync, and counted as misaligned. Audio is held until the watermark has passed it, then cut at the
 * first sample at or after the boundary.
 */
public final class TrackSegmenter {
    /** Beyond it a period would have a hole that a trun cannot express; the engine starts a new period long before. */
    private static final long MAX_SAMPLE_SECONDS = 3600;

    private static final int NONE = -1;

    private final Track track;
    private final Timescale timescale;
    private final SegmentBoundaries boundaries;
    private final SegmenterSettings settings;
    private final SegmenterCounters counters;
    private final Consumer<Segment> consumer;
    private final SegmentBuilder open;
    private final ArrayDeque<EncodedSample> heldAudio = new ArrayDeque<>();

    private int openIndex = NONE;
    private int lateIndex = NONE;
    private long lastDtsTicks = Long.MIN_VALUE;
    private long watermarkTicks = Long.MIN_VALUE;
    private long endTicks;

    public TrackSegmenter(
            Track track,
            SegmentBoundaries boundaries,
            SegmenterSettings settings,
            SegmenterCounters counters,
            Consumer<Segment> consumer) {
        this.track = track;
        this.timescale = track.timescale();
        this.boundaries = boundaries;
        this.settings = settings;
        this.counters = counters;
        this.consumer = consumer;
        this.open = new SegmentBuilder(track, settings.partTicks());
    }

    /** Takes a sample; one whose DTS does not rise, or whose times no file can hold, is counted and dropped. */
    public void onSample(EncodedSample sample) {
        long maxTicks = MAX_SAMPLE_SECONDS * timescale.ticksPerSecond();
        long stepTicks = sample.dtsTicks() - lastDtsTicks;
        boolean outOfStep = lastDtsTicks != Long.MIN_VALUE && (stepTicks <= 0 || stepTicks > maxTicks);
        if (outOfStep || Math.abs(sample.ptsTicks() - sample.dtsTicks()) > maxTicks) {
            counters.countRefused();
            return;
        }
        lastDtsTicks = sample.dtsTicks();
        if (track.type() == TrackType.VIDEO) {
            place(sample);
            return;
        }
        heldAudio.add(sample);
        releaseAudio();
    }

    /** No boundary at or before this time, on the 90 kHz clock, will be declared any more. */
    public void onWatermark(long ptsTicks) {
        watermarkTicks = SegmentBoundaries.floorTicks(ptsTicks, timescale);
        releaseAudio();
    }

    /**
     * No more samples: the last one lasts as long as the one before it, and the open segment is closed.
     *
     * @return the index of the last segment, -1 when there is none
     */
    public int finish() {
        heldAudio.forEach(this::place);
        heldAudio.clear();
        if (openIndex != NONE) {
            open.appendLast();
            endTicks = open.endTicks();
            emit(open.close(number(openIndex), endTicks));
        }
        return openIndex;
    }

    /** End of the last sample on the 90 kHz clock; after {@link #finish}. */
    public long endPtsTicks() {
        return timescale.rescale(endTicks, Timescale.VIDEO);
    }

    /** After {@link #finish}: adds gaps so that the period ends with the same segment in all renditions. */
    public void padTo(int lastIndex, long periodEndPtsTicks) {
        if (openIndex != NONE && openIndex < lastIndex) {
            fillGaps(openIndex + 1, lastIndex + 1, endTicks, Timescale.VIDEO.rescale(periodEndPtsTicks, timescale));
            openIndex = lastIndex;
        }
    }

    private void releaseAudio() {
        long heldTicks = SegmenterSettings.ticks(timescale, SegmenterSettings.MAX_HELD_AUDIO);
        while (!heldAudio.isEmpty()) {
            EncodedSample oldest = heldAudio.getFirst();
            boolean passed = oldest.ptsTicks() <= watermarkTicks;
            boolean tooMany = heldAudio.size() > SegmenterSettings.MAX_HELD_AUDIO_SAMPLES
                    || lastDtsTicks - oldest.dtsTicks() > heldTicks;
            if (!passed && !tooMany) {
                return;
            }
            place(heldAudio.removeFirst());
        }
    }

    private void place(EncodedSample sample) {
        if (openIndex == NONE) {
            placeFirst(sample);
            return;
        }
        boolean cut = cutDue(sample);
        if (!cut && open.beyond(settings.maxSegmentTicks(), SegmenterSettings.MAX_SEGMENT_BYTES)) {
            counters.countRefused();
            return;
        }
        open.append(sample.dtsTicks());
        if (cut) {
            int next = indexAt(sample);
            closeBefore(next, sample.ptsTicks());
            openIndex = next;
            open.start(sample);
        } else {
            open.hold(sample);
        }
    }

    private void placeFirst(EncodedSample sample) {
        boolean beforePeriod = sample.ptsTicks() < boundaries.ticks(boundaries.retainedFrom(0), timescale);
        boolean undecodable = track.type() == TrackType.VIDEO && !sample.syncSample();
        if (beforePeriod || undecodable || sample.ptsTicks() < 0) {
            if (!beforePeriod && lateIndex != 0) {
                lateIndex = 0;
                counters.countMisaligned();
            }
            return;
        }
        openIndex = indexAt(sample);
        open.startTrack(sample);
    }

    private boolean cutDue(EncodedSample sample) {
        int next = boundaries.retainedFrom(openIndex + 1);
        if (!boundaries.declared(next)) {
            return false;
        }
        long boundaryTicks = boundaries.ticks(next, timescale);
        if (sample.ptsTicks() < boundaryTicks) {
            return false;
        }
        if (sample.syncSample()) {
            return true;
        }
        if (lateIndex != next) {
            lateIndex = next;
            counters.countMisaligned();
        }
        return sample.ptsTicks() >= boundaryTicks + settings.syncGraceTicks();
    }

    /** The newest boundary that is not after the sample. */
    private int indexAt(EncodedSample sample) {
        int index = boundaries.retainedFrom(Math.max(openIndex, 0));
        while (boundaries.declared(index + 1) && boundaries.ticks(index + 1, timescale) <= sample.ptsTicks()) {
            index++;
        }
        return index;
    }

    private void closeBefore(int nextIndex, long nextStartTicks) {
        int following = openIndex + 1;
        boolean adjacent = nextIndex == following || boundaries.retainedFrom(following) != following;
        long end = adjacent ? nextStartTicks : boundaries.ticks(following, timescale);
        end = Math.max(end, open.startTicks() + 1);
        emit(open.close(number(openIndex), end));
        if (!adjacent) {
            fillGaps(following, nextIndex, end, nextStartTicks);
        }
    }

    private void fillGaps(int fromIndex, int toIndex, long fromTicks, long toTicks) {
        long start = fromTicks;
        for (int index = boundaries.retainedFrom(fromIndex); index < toIndex; index++) {
            boolean last = index + 1 == toIndex;
            long end = Math.max(start + 1, last ? toTicks : boundaries.ticks(index + 1, timescale));
            emit(SegmentBuilder.gap(number(index), start, end));
            start = end;
        }
    }

    private void emit(Segment segment) {
        counters.countSegment();
        consumer.accept(segment);
    }

    private long number(int index) {
        return settings.firstNumber() + index;
    }
}
