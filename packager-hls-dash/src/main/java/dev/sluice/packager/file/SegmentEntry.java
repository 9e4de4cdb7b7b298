package dev.sluice.packager.file;

/**
 * What an index, a playlist and the MPD need to know of a segment once its bytes are stored. Times are presentation
 * times in the track's timescale; each segment starts where the one before ended.
 *
 * @param sizeBytes of the fragment
 * @param keyFrameBytes from the fragment's start to the end of its first sample, which is what an I-frame playlist
 *     names; zero when the segment does not start with a sync sample that is the first to be shown
 */
public record SegmentEntry(long startTicks, long durationTicks, int sizeBytes, int keyFrameBytes) {
    public SegmentEntry {
        if (startTicks < 0 || durationTicks <= 0 || sizeBytes <= 0 || keyFrameBytes < 0 || keyFrameBytes > sizeBytes) {
            throw new IllegalArgumentException("not a segment: " + durationTicks + " ticks from " + startTicks + ", "
                    + sizeBytes + " bytes of which " + keyFrameBytes + " are a key frame");
        }
    }

    public long endTicks() {
        return startTicks + durationTicks;
    }

    public boolean startsWithSync() {
        return keyFrameBytes > 0;
    }
}
