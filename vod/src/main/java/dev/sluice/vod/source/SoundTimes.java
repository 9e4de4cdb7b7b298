package dev.sluice.vod.source;

import dev.sluice.ffmpeg.file.AudioFacts;
import dev.sluice.ffmpeg.file.FilePacket;
import dev.sluice.media.Timescale;
import dev.sluice.vod.source.SourceTimeline.AudioTimes;
import org.jspecify.annotations.Nullable;

/** Collects the times of one sound track's packets in the order of the file. One thread. */
final class SoundTimes {
    private static final int TICKS_PER_SECOND = Timescale.VIDEO.ticksPerSecond();
    /** Whose first packet only prepares the second one. */
    private static final String OVERLAPPED = "vorbis";

    private final int sampleRateHz;
    private final boolean overlapped;
    private boolean begun;
    /** What comes before is thrown away by the decoder; several packets may. */
    private long heardFromTicks = Long.MIN_VALUE;

    private long firstTicks = Long.MAX_VALUE;
    private long endTicks = Long.MIN_VALUE;
    private long packets;

    SoundTimes(AudioFacts audio) {
        this.sampleRateHz = audio.sampleRateHz();
        this.overlapped = audio.stream().codec().equals(OVERLAPPED);
    }

    void add(FilePacket packet, long pts) {
        if (!begun) {
            begun = true;
            heardFromTicks = pts + packet.skippedSamples() * TICKS_PER_SECOND / sampleRateHz;
            if (overlapped) {
                return;
            }
        }
        if (packet.isHidden()) {
            return;
        }
        long start = Math.max(pts, heardFromTicks);
        firstTicks = Math.min(firstTicks, start);
        endTicks = Math.max(endTicks, Math.max(start, pts + packet.durationTicks()));
        packets++;
    }

    /** @return null when there was no sound */
    @Nullable
    AudioTimes result(int streamIndex) {
        return packets == 0 ? null : new AudioTimes(streamIndex, firstTicks, endTicks, packets);
    }
}
