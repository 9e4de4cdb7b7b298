package dev.sluice.engine.live;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AudioParameters;
import org.jspecify.annotations.Nullable;

/**
 * Places the samples of one track on the stream's timeline: video as it comes, but strictly rising; audio in whole
 * frames one after the other, steered slowly towards the publisher's clock, so that the millisecond timestamps of RTMP
 * make no jitter and audio never leaves video by more than {@link #TOLERANCE_US}.
 *
 * <p>Not safe for threads: owned by the {@link TimelineNormaliser}.
 */
final class TrackClock {
    static final long TOLERANCE_US = 40_000;

    private static final long MAX_COMPOSITION_OFFSET_US = 10_000_000;
    /** How far ahead of its decoding a picture's showing moves the end: deeper reordering is no real encoder's. */
    private static final long MAX_REORDER_US = 1_000_000;

    private static final long DEFAULT_VIDEO_FRAME_US = 33_333;
    private static final long MAX_VIDEO_FRAME_US = 1_000_000;
    private static final long STEER_FROM_US = 10_000;
    private static final long STEER_UNTIL_US = 2_000;
    private static final double ERROR_SMOOTHING = 1.0 / 32;
    private static final int STEER_SHARE_OF_FRAME = 64;

    private final Track track;
    private final int audioFrameTicks;

    private boolean mapped;
    private int epoch;
    private long offsetTicks;
    private boolean hasLast;
    private long lastTicks;
    private long lastDurationTicks;
    private long endTicks;
    private double errorTicks;
    private boolean steering;
    private long corrections;

    TrackClock(Track track) {
        this.track = track;
        this.audioFrameTicks =
                track.codec() instanceof AudioParameters audio ? Math.max(1, audio.samplesPerFrame()) : 0;
        this.lastDurationTicks =
                audioFrameTicks > 0 ? audioFrameTicks : track.timescale().fromMicros(DEFAULT_VIDEO_FRAME_US);
    }

    /** The clock of the same track after its codec parameters, and perhaps its timescale, changed. */
    TrackClock continuedAs(Track changed) {
        TrackClock next = new TrackClock(changed);
        Timescale to = changed.timescale();
        next.mapped = mapped;
        next.epoch = epoch;
        next.offsetTicks = track.timescale().rescale(offsetTicks, to);
        next.hasLast = hasLast;
        if (audioFrameTicks > 0) {
            // One frame back, so that a first sample that follows on is neither a step nor a correction.
            next.lastTicks = track.timescale().rescale(lastTicks + audioFrameTicks, to) - next.audioFrameTicks;
        } else {
            next.lastTicks = track.timescale().rescale(lastTicks, to);
            next.lastDurationTicks = track.timescale().rescale(lastDurationTicks, to);
        }
        next.endTicks = track.timescale().rescale(endTicks, to);
        next.corrections = corrections;
        return next;
    }

    Track track() {
        return track;
    }

    long corrections() {
        return corrections;
    }

    /** True when this track follows the mapping of this epoch. */
    boolean follows(int currentEpoch) {
        return mapped && epoch == currentEpoch;
    }

    /** True when this track has followed any mapping of the present publisher. */
    boolean isMapped() {
        return mapped;
    }

    void forgetMapping() {
        mapped = false;
    }

    void follow(int newEpoch, long newOffsetTicks) {
        mapped = true;
        epoch = newEpoch;
        offsetTicks = newOffsetTicks;
        errorTicks = 0;
        steering = false;
    }

    long offsetTicks() {
        return offsetTicks;
    }

    long toUs(long ticks) {
        return track.timescale().toMicros(ticks);
    }

    long toTicks(long us) {
        return track.timescale().fromMicros(us);
    }

    /** How far a time lies before the last sample placed, negative when it does not. */
    long behindLastUs(long ticks) {
        return hasLast ? toUs(lastTicks - ticks) : Long.MIN_VALUE;
    }

    long lastUs() {
        return hasLast ? toUs(lastTicks) : 0;
    }

    /** Where the last picture to be shown, not the last to be decoded, has been shown. */
    long endUs() {
        return hasLast ? toUs(endTicks) : 0;
    }

    /** The sample on the stream's timeline; null when it overlaps what was placed already. */
    @Nullable
    EncodedSample place(EncodedSample sample) {
        long mappedTicks = sample.dtsTicks() + offsetTicks;
        return audioFrameTicks > 0 ? placeAudio(sample, mappedTicks) : placeVideo(sample, mappedTicks);
    }

    private EncodedSample placeVideo(EncodedSample sample, long mappedTicks) {
        long dts = mappedTicks;
        if (hasLast && dts <= lastTicks) {
            dts = lastTicks + 1;
            corrections++;
        }
        // A sample whose DTS is moved keeps its distance to the PTS, so that pictures never go back in time.
        long compositionTicks = sample.ptsTicks() - sample.dtsTicks();
        if (Math.abs(compositionTicks) > toTicks(MAX_COMPOSITION_OFFSET_US)) {
            compositionTicks = 0;
            corrections++;
        }
        if (hasLast) {
            lastDurationTicks = Math.min(dts - lastTicks, toTicks(MAX_VIDEO_FRAME_US));
        }
        setLast(dts, dts + Math.min(compositionTicks, toTicks(MAX_REORDER_US)));
        return moved(sample, dts + compositionTicks, dts);
    }

    private @Nullable EncodedSample placeAudio(EncodedSample sample, long mappedTicks) {
        long expected = lastTicks + audioFrameTicks;
        long error = mappedTicks - expected;
        long tolerance = toTicks(TOLERANCE_US);
        if (!hasLast || error > tolerance) {
            corrections += hasLast ? 1 : 0;
            errorTicks = 0;
            steering = false;
            return moveAudio(sample, mappedTicks);
        }
        if (error < -tolerance) {
            corrections++;
            return null;
        }
        return moveAudio(sample, expected + steer(error));
    }

    private EncodedSample moveAudio(EncodedSample sample, long dts) {
        setLast(dts, dts);
        return moved(sample, dts, dts);
    }

    /** Ticks to add to this frame: none while the smoothed error is small, else a small share of a frame. */
    private long steer(long error) {
        errorTicks += (error - errorTicks) * ERROR_SMOOTHING;
        if (!steering && Math.abs(errorTicks) > toTicks(STEER_FROM_US)) {
            steering = true;
            corrections++;
        } else if (steering && Math.abs(errorTicks) < toTicks(STEER_UNTIL_US)) {
            steering = false;
        }
        if (!steering) {
            return 0;
        }
        long most = Math.max(1, audioFrameTicks / STEER_SHARE_OF_FRAME);
        long step = Math.clamp(Math.round(errorTicks), -most, most);
        errorTicks -= step;
        return step;
    }

    private void setLast(long dtsTicks, long shownTicks) {
        hasLast = true;
        lastTicks = dtsTicks;
        endTicks = Math.max(endTicks, Math.max(dtsTicks, shownTicks) + lastDurationTicks);
    }

    private static EncodedSample moved(EncodedSample sample, long pts, long dts) {
        return new EncodedSample(sample.trackId(), pts, dts, sample.syncSample(), sample.payload());
    }
}
