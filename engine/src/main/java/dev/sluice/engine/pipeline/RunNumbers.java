package dev.sluice.engine.pipeline;

import dev.sluice.engine.live.StreamId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;

/**
 * With which numbers a run of a stream begins, so that neither media sequence nor discontinuity sequence ever goes
 * back: behind the numbers of the run before, where this process knows it, else by the wall clock. Safe for threads.
 */
final class RunNumbers {
    /** Streams whose last numbers are remembered; those of older ones are long past by the wall clock. */
    private static final int MAX_REMEMBERED = 10_000;

    /** 2026-01-01T00:00:00Z. */
    private static final long EPOCH_SECOND = 1_767_225_600;

    /**
     * Runs of streams break less often than this. Players hold arrays as long as a discontinuity number is large, so it
     * must not grow as segment numbers do.
     */
    private static final Duration PER_DISCONTINUITY = Duration.ofMinutes(10);

    private final Duration targetSegmentDuration;
    private final InstantSource clock;
    private final LinkedHashMap<StreamId, First> next = new LinkedHashMap<>();

    /** The first numbers of a run. */
    record First(long segment, long discontinuity) {}

    RunNumbers(Duration targetSegmentDuration, InstantSource clock) {
        this.targetSegmentDuration = targetSegmentDuration;
        this.clock = clock;
    }

    First begin(StreamId id) {
        long nowSecond = clock.instant().getEpochSecond();
        long segment = Math.floorDiv(nowSecond, targetSegmentDuration.toSeconds());
        long discontinuity = Math.max(0, Math.floorDiv(nowSecond - EPOCH_SECOND, PER_DISCONTINUITY.toSeconds()));
        synchronized (next) {
            First known = next.getOrDefault(id, new First(0, 0));
            First first = new First(Math.max(segment, known.segment), Math.max(discontinuity, known.discontinuity));
            next.put(id, first);
            return first;
        }
    }

    /** The run that began last has had so many segments (per rendition) and periods in all. */
    void end(StreamId id, long segments, long periods) {
        synchronized (next) {
            First first = next.remove(id);
            if (first == null) {
                return;
            }
            next.put(id, new First(first.segment + segments + 1, first.discontinuity + periods));
            if (next.size() > MAX_REMEMBERED) {
                next.pollFirstEntry();
            }
        }
    }
}
