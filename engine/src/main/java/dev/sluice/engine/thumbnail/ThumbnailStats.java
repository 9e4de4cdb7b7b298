package dev.sluice.engine.thumbnail;

/**
 * What became of the thumbnails of all streams since the start.
 *
 * @param failed key frames that no picture could be made of
 * @param skipped not begun, because the one before was still being made or too many were waiting
 */
public record ThumbnailStats(long made, long failed, long skipped) {}
