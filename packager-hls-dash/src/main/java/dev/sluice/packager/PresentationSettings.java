package dev.sluice.packager;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a stream is to be presented.
 *
 * @param timelineStart the wall clock at time zero of the stream's timeline
 * @param firstSegmentNumber number of the first segment; higher than any number this stream used before
 * @param firstDiscontinuityNumber discontinuity sequence number of the first segment; not below any that this stream
 *     used before, and small: players hold arrays of that length
 * @param targetSegmentDuration what segments aim at; rounded up to seconds it is the HLS target duration, so no two
 *     boundaries should be further apart
 * @param partDuration what parts aim at; zero for one part per segment
 * @param windowDuration how much a live playlist offers; at least three segments are offered
 * @param utcTimingUrl where DASH players read the time as an xs:dateTime, relative to the MPD or absolute; null to
 *     write the time into the MPD
 */
public record PresentationSettings(
        Instant timelineStart,
        long firstSegmentNumber,
        long firstDiscontinuityNumber,
        Duration targetSegmentDuration,
        Duration partDuration,
        Duration windowDuration,
        @Nullable String utcTimingUrl) {
    static final int MIN_WINDOW_SEGMENTS = 3;

    public PresentationSettings {
        if (firstDiscontinuityNumber < 0) {
            throw new IllegalArgumentException("firstDiscontinuityNumber is negative: " + firstDiscontinuityNumber);
        }
        if (firstSegmentNumber < 0) {
            throw new IllegalArgumentException("firstSegmentNumber is negative: " + firstSegmentNumber);
        }
        if (!targetSegmentDuration.isPositive() || partDuration.isNegative()) {
            throw new IllegalArgumentException(
                    "segments of " + targetSegmentDuration + " in parts of " + partDuration + " cannot be made");
        }
        Duration minWindow = targetSegmentDuration.multipliedBy(MIN_WINDOW_SEGMENTS);
        windowDuration = windowDuration.compareTo(minWindow) < 0 ? minWindow : windowDuration;
    }
}
