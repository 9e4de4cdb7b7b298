package dev.sluice.packager.cmaf;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.VideoParameters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open segment of one track: parts that are written and the sample whose duration is not known yet.
 *
 * <p>Decode times are moved by a constant, the first sample's composition offset, so that the first tfdt of a period
 * equals its first PTS whatever the encoder's reordering delay (CMAF {@code cmf2}): no edit list, nothing negative, and
 * equal tfdt in renditions with and without B-frames.
 */
final class SegmentBuilder {
    private static final int FRAMES_PER_SECOND_GUESS = 30;

    private final ChunkBuilder chunk;
    private final long partTicks;
    private final List<Part> parts = new ArrayList<>();
    private @Nullable EncodedSample pending;
    private int previousDurationTicks;
    private long decodeShiftTicks;
    private long startTicks;
    private long endTicks;
    private boolean independent;
    private int sampleCount;
    private long payloadBytes;

    SegmentBuilder(Track track, long partTicks) {
        this.chunk = new ChunkBuilder(track.id());
        this.partTicks = partTicks;
        this.previousDurationTicks = switch (track.codec()) {
            case VideoParameters ignored -> track.timescale().ticksPerSecond() / FRAMES_PER_SECOND_GUESS;
            case AudioParameters audio -> audio.samplesPerFrame();
        };
    }

    static Segment gap(long number, long startTicks, long endTicks) {
        return new Segment(
                number, startTicks, endTicks - startTicks, 0, false, List.of(ChunkBuilder.emptyPart(startTicks)));
    }

    /** The first sample of the period. */
    void startTrack(EncodedSample sample) {
        decodeShiftTicks = sample.ptsTicks() - sample.dtsTicks();
        start(sample);
    }

    /** The first sample of a segment. */
    void start(EncodedSample sample) {
        startTicks = sample.ptsTicks();
        endTicks = startTicks;
        independent = sample.syncSample();
        sampleCount = 0;
        payloadBytes = 0;
        hold(sample);
    }

    void hold(EncodedSample sample) {
        pending = sample;
    }

    long startTicks() {
        return startTicks;
    }

    /** Presentation end of what was appended. */
    long endTicks() {
        return endTicks;
    }

    boolean beyond(long maxTicks, long maxBytes) {
        return endTicks - startTicks > maxTicks || payloadBytes > maxBytes;
    }

    /** The held sample ends at this DTS. */
    void append(long nextDtsTicks) {
        EncodedSample sample = pending;
        if (sample != null) {
            append(sample, (int) Math.min(nextDtsTicks - sample.dtsTicks(), Integer.MAX_VALUE));
        }
    }

    /** The held sample is the last of the period. */
    void appendLast() {
        EncodedSample sample = pending;
        if (sample != null) {
            append(sample, previousDurationTicks);
        }
    }

    private void append(EncodedSample sample, int durationTicks) {
        if (!chunk.isEmpty() && chunk.durationTicks() + durationTicks > partTicks) {
            flush();
        }
        chunk.add(sample, sample.dtsTicks() + decodeShiftTicks, durationTicks);
        previousDurationTicks = durationTicks;
        endTicks = Math.max(endTicks, sample.ptsTicks() + durationTicks);
        sampleCount++;
        payloadBytes += sample.payload().sizeBytes();
        pending = null;
        if (chunk.durationTicks() + durationTicks > partTicks) {
            flush();
        }
    }

    /** Closes the segment; every sample must have been appended. */
    Segment close(long number, long segmentEndTicks) {
        if (!chunk.isEmpty()) {
            flush();
        }
        Segment segment =
                new Segment(number, startTicks, segmentEndTicks - startTicks, sampleCount, independent, parts);
        parts.clear();
        return segment;
    }

    private void flush() {
        parts.add(chunk.build(parts.isEmpty()));
    }
}
