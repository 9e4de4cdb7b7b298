package dev.sluice.packager.file;

import dev.sluice.media.io.Payload;

/**
 * A segment with its bytes: one fragment of a track file.
 *
 * @param entry what is remembered of it
 * @param payload moof and mdat
 * @param compositionShiftTicks the least that, added to all composition offsets, leaves none below zero
 */
public record FileSegment(SegmentEntry entry, Payload payload, long compositionShiftTicks) {
    public long startTicks() {
        return entry.startTicks();
    }

    public long durationTicks() {
        return entry.durationTicks();
    }

    public int sizeBytes() {
        return entry.sizeBytes();
    }

    public int keyFrameBytes() {
        return entry.keyFrameBytes();
    }

    public boolean startsWithSync() {
        return entry.startsWithSync();
    }
}
