package dev.sluice.engine.port;

import java.time.Duration;
import java.time.Instant;

/**
 * How a stream is to be presented.
 *
 * @param timelineStart the wall clock at time zero of the stream's timeline
 * @param firstSegmentNumber number of the first segment; higher than any number this stream used before
 * @param firstDiscontinuityNumber discontinuity sequence number of the first segment; not below any that this stream
 *     used before, and small: players hold arrays of that length
 * @param targetSegmentDuration what segments aim at
 * @param partDuration what parts aim at
 * @param windowDuration how much a live playlist offers
 */
public record PresentationSettings(
        Instant timelineStart,
        long firstSegmentNumber,
        long firstDiscontinuityNumber,
        Duration targetSegmentDuration,
        Duration partDuration,
        Duration windowDuration) {}
