package dev.sluice.engine.port;

/**
 * Figures of one presentation.
 *
 * @param segments segments completed, over all renditions
 * @param misalignedSegments video segments that could not begin with a sync sample at their boundary
 * @param refusedSamples samples that broke the rules of the timeline (DTS not rising)
 */
public record PackagerStats(long segments, long misalignedSegments, long refusedSamples) {}
