package dev.sluice.engine.live;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * Rates over the last {@value #WINDOW_SECONDS} whole seconds of wall clock, and what is known of the video's shape. Not
 * safe for threads: owned by a {@link LiveStream} and called under its lock.
 */
final class StreamStatistics {
    static final int WINDOW_SECONDS = 5;
    private static final int SLOTS = WINDOW_SECONDS + 1;

    private final InstantSource clock;
    private final long[] slotSecond = new long[SLOTS];
    private final long[] slotBytes = new long[SLOTS];
    private final int[] slotFrames = new int[SLOTS];
    private long startMs = -1;
    private long inboundBytes;
    private boolean hasBFrames;
    private boolean hasKeyFrame;
    private long lastKeyFrameTicks;
    private long keyFrameIntervalTicks;

    StreamStatistics(InstantSource clock) {
        this.clock = clock;
    }

    void beginPublisher() {
        startMs = -1;
        inboundBytes = 0;
        hasBFrames = false;
        hasKeyFrame = false;
        keyFrameIntervalTicks = 0;
        Arrays.fill(slotSecond, -1);
    }

    void onSample(EncodedSample sample) {
        long nowMs = clock.millis();
        if (startMs < 0) {
            startMs = nowMs;
        }
        long second = nowMs / 1000;
        int slot = Math.floorMod(second, SLOTS);
        if (slotSecond[slot] != second) {
            slotSecond[slot] = second;
            slotBytes[slot] = 0;
            slotFrames[slot] = 0;
        }
        int bytes = sample.payload().sizeBytes();
        slotBytes[slot] += bytes;
        inboundBytes += bytes;
        if (sample.trackId() == Track.VIDEO_ID) {
            slotFrames[slot]++;
            onVideo(sample);
        }
    }

    private void onVideo(EncodedSample sample) {
        hasBFrames |= sample.ptsTicks() != sample.dtsTicks();
        if (sample.syncSample()) {
            if (hasKeyFrame) {
                keyFrameIntervalTicks = Math.max(0, sample.ptsTicks() - lastKeyFrameTicks);
            }
            hasKeyFrame = true;
            lastKeyFrameTicks = sample.ptsTicks();
        }
    }

    boolean hasKeyFrame() {
        return hasKeyFrame;
    }

    long bitrateBps() {
        return Math.round(perSecond(slotBytes) * Byte.SIZE);
    }

    double framesPerSecond() {
        long[] frames = new long[SLOTS];
        for (int slot = 0; slot < SLOTS; slot++) {
            frames[slot] = slotFrames[slot];
        }
        return perSecond(frames);
    }

    long keyFrameIntervalMs() {
        return keyFrameIntervalTicks * 1000 / Timescale.VIDEO.ticksPerSecond();
    }

    boolean hasBFrames() {
        return hasBFrames;
    }

    long inboundBytes() {
        return inboundBytes;
    }

    /** Over the whole seconds before this one; over what there is while the publisher is younger than one second. */
    private double perSecond(long[] amounts) {
        if (startMs < 0) {
            return 0;
        }
        long nowMs = clock.millis();
        long second = nowMs / 1000;
        long startSecond = startMs / 1000;
        boolean young = second == startSecond;
        long sum = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            long age = second - slotSecond[slot];
            if (young ? age == 0 : age >= 1 && age <= WINDOW_SECONDS) {
                sum += amounts[slot];
            }
        }
        long firstMs = Math.max(startMs, (second - WINDOW_SECONDS) * 1000);
        long lastMs = young ? nowMs : second * 1000;
        return sum * 1000.0 / Math.max(100, lastMs - firstMs);
    }
}
