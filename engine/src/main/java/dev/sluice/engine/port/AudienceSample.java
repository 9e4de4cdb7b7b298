package dev.sluice.engine.port;

import dev.sluice.engine.live.StreamId;

/**
 * How many watched a stream at one moment.
 *
 * @param offsetSeconds since the stream went live
 * @param watchSeconds that its viewers spent since the sample before; 0 where it does not matter
 */
public record AudienceSample(StreamId id, long offsetSeconds, long viewers, long watchSeconds) {}
