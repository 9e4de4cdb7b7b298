package dev.sluice.packager;

/**
 * Figures of one presentation.
 *
 * @param segments segments completed, over all renditions
 * @param misalignedSegments video segments that could not begin with a sync sample at their boundary
 * @param refusedSamples samples that were not taken: DTS not rising, no open period, or a segment out of bounds
 */
public record PresentationStats(long segments, long misalignedSegments, long refusedSamples) {}
