package dev.sluice.engine.pipeline;

import dev.sluice.engine.pipeline.LadderPlan.BoundaryMode;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import java.time.Duration;

/**
 * Decides, sample by sample in decode order, where segments begin on the 90 kHz clock. Not safe for threads.
 *
 * <p>At sync samples a segment ends when waiting for the next one would make it too long, so key frames that come more
 * often than needed are passed over, and odd ones (scene cuts) do not make long segments.
 */
final class SegmentBoundaries {
    /** Returned when no boundary comes before a sample. */
    static final long NONE = Long.MIN_VALUE;

    private static final double MAX_STRETCH = 1.2;
    private static final double DUE = 1.5;

    private final BoundaryMode mode;
    private final long targetTicks;
    private final long startTicks;
    private long lastTicks;
    private long lastSyncTicks;
    private long keyFrameIntervalTicks;
    private long newestTicks;
    private long watermarkTicks;
    private long leadTicks;
    private long count;
    private boolean dueAllowed;

    /** @param startTicks where the period and its first segment begin */
    SegmentBoundaries(BoundaryMode mode, Duration target, long startTicks, long keyFrameIntervalUs) {
        this.mode = mode;
        this.targetTicks = Timescale.VIDEO.fromMicros(target.toNanos() / 1000);
        this.startTicks = startTicks;
        this.lastTicks = startTicks;
        this.lastSyncTicks = startTicks;
        this.newestTicks = startTicks;
        this.watermarkTicks = startTicks;
        this.keyFrameIntervalTicks = keyFrameIntervalUs == SourceProfile.UNKNOWN_INTERVAL_US
                ? targetTicks
                : Timescale.VIDEO.fromMicros(keyFrameIntervalUs);
    }

    /** The boundary that must be declared before this video sample, or {@link #NONE}. */
    long beforeVideo(EncodedSample sample) {
        long pts = sample.ptsTicks();
        leadTicks = Math.max(leadTicks, sample.dtsTicks() - pts);
        newestTicks = Math.max(newestTicks, pts);
        long boundary =
                switch (mode) {
                    case GRID -> gridBoundary(pts);
                    case SOURCE_SYNC, SOURCE_SYNC_OR_DUE -> sample.syncSample() ? syncBoundary(pts) : dueBoundary(pts);
                };
        if (sample.syncSample()) {
            noteSync(pts);
        }
        long decoded = sample.dtsTicks() - leadTicks;
        watermarkTicks = Math.max(watermarkTicks, Math.max(decoded, knownUntil()));
        return boundary;
    }

    /** The boundary that must be declared before audio of this time when there is no video, or {@link #NONE}. */
    long beforeAudioOnly(long ticks) {
        newestTicks = Math.max(newestTicks, ticks);
        long boundary = gridBoundary(ticks);
        watermarkTicks = Math.max(watermarkTicks, knownUntil());
        return boundary;
    }

    /** The boundary that must be declared when audio has gone on to this time and video may have stopped. */
    long whileVideoStalls(long audioTicks) {
        boolean stalled = audioTicks - newestTicks > 2 * targetTicks;
        if (!stalled || audioTicks - lastTicks < 2 * targetTicks) {
            return NONE;
        }
        long boundary = declare(lastTicks + targetTicks);
        watermarkTicks = Math.max(watermarkTicks, boundary);
        return boundary;
    }

    /** No boundary at or before this time will be declared any more. */
    long watermarkTicks() {
        return watermarkTicks;
    }

    /** Boundaries declared so far. */
    long count() {
        return count;
    }

    /** True when the source's sync samples, on which this mode depends, have stayed away for twice the target. */
    boolean syncIsOverdue() {
        return mode == BoundaryMode.SOURCE_SYNC && newestTicks - lastSyncTicks > 2 * targetTicks;
    }

    /** From now on segments begin where one is due, sync sample or not: encoded renditions need not wait. */
    void allowDue() {
        dueAllowed = true;
    }

    /** On the grid every boundary is known beforehand. */
    private long knownUntil() {
        return mode == BoundaryMode.GRID ? lastTicks + targetTicks - 1 : startTicks;
    }

    private long gridBoundary(long pts) {
        long steps = Math.floorDiv(pts - lastTicks, targetTicks);
        return steps < 1 ? NONE : declare(lastTicks + steps * targetTicks);
    }

    private long syncBoundary(long pts) {
        long elapsed = pts - lastTicks;
        boolean longEnough = elapsed >= targetTicks / 4;
        boolean nextIsTooLate = elapsed + keyFrameIntervalTicks > targetTicks * MAX_STRETCH;
        return longEnough && nextIsTooLate && pts > watermarkTicks ? declare(pts) : NONE;
    }

    private long dueBoundary(long pts) {
        boolean allowed = dueAllowed || mode == BoundaryMode.SOURCE_SYNC_OR_DUE;
        return allowed && pts - lastTicks >= targetTicks * DUE && pts > watermarkTicks ? declare(pts) : NONE;
    }

    private void noteSync(long pts) {
        if (pts > lastSyncTicks) {
            // The longest of late, so that one hole in the source is forgotten after some key frames.
            long interval = pts - lastSyncTicks;
            long faded = keyFrameIntervalTicks - (keyFrameIntervalTicks - interval) / 8;
            keyFrameIntervalTicks = Math.max(interval, faded);
            lastSyncTicks = pts;
        }
    }

    private long declare(long ticks) {
        lastTicks = ticks;
        count++;
        return ticks;
    }
}
