package dev.sluice.packager.cmaf;

import dev.sluice.media.io.Payload;

/**
 * A CMAF chunk: moof and mdat, the smallest thing that can be sent to a player.
 *
 * @param decodeTimeTicks the tfdt, in the track's timescale
 * @param durationTicks sum of the sample durations
 * @param independent true when the first sample is a sync sample
 * @param payload the bytes; those of a segment's first part begin with a styp
 */
public record Part(long decodeTimeTicks, long durationTicks, boolean independent, Payload payload) {}
