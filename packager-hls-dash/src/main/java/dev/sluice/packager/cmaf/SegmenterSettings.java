package dev.sluice.packager.cmaf;

import dev.sluice.media.Timescale;
import java.time.Duration;

/**
 * How one track is cut, in its own ticks.
 *
 * @param firstNumber number of the segment at boundary 0
 * @param partTicks the longest part
 * @param syncGraceTicks how long after a boundary a video segment waits for a sync sample
 * @param maxSegmentTicks beyond it samples are dropped until the next cut
 */
public record SegmenterSettings(long firstNumber, long partTicks, long syncGraceTicks, long maxSegmentTicks) {
    /** Samples of a segment beyond this many bytes are dropped until the next cut. */
    static final long MAX_SEGMENT_BYTES = 64L << 20;

    /** Audio held while boundaries may still be declared; more is let go as if the watermark had passed it. */
    static final Duration MAX_HELD_AUDIO = Duration.ofSeconds(10);

    static final int MAX_HELD_AUDIO_SAMPLES = 4096;

    private static final Duration MAX_SYNC_GRACE = Duration.ofMillis(450);
    private static final Duration MIN_SEGMENT_LIMIT = Duration.ofSeconds(20);

    /**
     * @param targetSegmentDuration of the presentation
     * @param partDuration zero or negative for one part per segment
     */
    public static SegmenterSettings of(
            Timescale timescale, long firstNumber, Duration targetSegmentDuration, Duration partDuration) {
        Duration grace = shorter(targetSegmentDuration.dividedBy(4), MAX_SYNC_GRACE);
        Duration limit = longer(targetSegmentDuration.multipliedBy(5), MIN_SEGMENT_LIMIT);
        return new SegmenterSettings(
                firstNumber,
                partDuration.isPositive() ? ticks(timescale, partDuration) : Long.MAX_VALUE / 2,
                ticks(timescale, grace),
                ticks(timescale, limit));
    }

    static long ticks(Timescale timescale, Duration duration) {
        return timescale.fromMicros(duration.toNanos() / 1_000);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
