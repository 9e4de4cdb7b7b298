package dev.sluice.engine.pipeline;

import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.TrackType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the first samples of a contiguous run until enough is known to plan: the second video sync sample, or a segment
 * and a second of media without one; half a second of audio when there is no video. What comes before the first sync
 * sample is refused. Bounded in samples and bytes. Not safe for threads.
 */
final class SourceProbe {
    static final long AUDIO_ONLY_US = 500_000;
    static final int MAX_SAMPLES = 6000;
    static final long MAX_BYTES = 48L << 20;

    private final List<Track> tracks;
    private final @Nullable Track videoTrack;
    private final long enoughUs;
    private final List<EncodedSample> samples = new ArrayList<>();
    private long bytes;
    private long videoBytes;
    private int lastVideoBytes;
    private long audioBytes;
    private int videoFrames;
    private long firstVideoDts;
    private long lastVideoDts;
    private long firstSyncPts;
    private long secondSyncPts;
    private int syncSamples;
    private long firstUs;
    private long lastUs;

    SourceProbe(List<Track> tracks, Duration targetSegment) {
        this.tracks = List.copyOf(tracks);
        this.videoTrack = tracks.stream()
                .filter(track -> track.type() == TrackType.VIDEO)
                .findFirst()
                .orElse(null);
        this.enoughUs = videoTrack == null
                ? AUDIO_ONLY_US
                : targetSegment.plusSeconds(1).toNanos() / 1000;
    }

    /** A probe for the same run with more tracks, which keeps what was held. */
    SourceProbe withTracks(List<Track> more, Duration targetSegment) {
        SourceProbe next = new SourceProbe(more, targetSegment);
        samples.forEach(next::add);
        return next;
    }

    /** Takes a sample; false when it came before the first at which decoding can start. */
    boolean add(EncodedSample sample) {
        Track track = track(sample.trackId());
        boolean video = track.type() == TrackType.VIDEO;
        if (samples.isEmpty() && videoTrack != null && !(video && sample.syncSample())) {
            return false;
        }
        int size = sample.payload().sizeBytes();
        long timeUs = track.timescale().toMicros(sample.dtsTicks());
        if (samples.isEmpty()) {
            firstUs = timeUs;
        }
        samples.add(sample);
        bytes += size;
        lastUs = Math.max(lastUs, timeUs);
        if (video) {
            addVideo(sample, size);
        } else {
            audioBytes += size;
        }
        return true;
    }

    private void addVideo(EncodedSample sample, int size) {
        if (sample.syncSample()) {
            syncSamples++;
            if (syncSamples == 1) {
                firstSyncPts = sample.ptsTicks();
            } else if (syncSamples == 2) {
                secondSyncPts = sample.ptsTicks();
            }
        }
        if (videoFrames == 0) {
            firstVideoDts = sample.dtsTicks();
        }
        lastVideoDts = sample.dtsTicks();
        videoFrames++;
        videoBytes += size;
        lastVideoBytes = size;
    }

    boolean isComplete() {
        return syncSamples >= 2 || lastUs - firstUs >= enoughUs || samples.size() >= MAX_SAMPLES || bytes >= MAX_BYTES;
    }

    boolean isEmpty() {
        return samples.isEmpty();
    }

    List<EncodedSample> samples() {
        return samples;
    }

    SourceProfile profile() {
        // The last frame (a key frame, as a rule) lies beyond the span that the first and last DTS measure.
        long spannedBytes = videoFrames > 1 ? videoBytes - lastVideoBytes : videoBytes;
        double videoSeconds = Math.max(1.0 / 30, seconds(lastVideoDts - firstVideoDts));
        double allSeconds = Math.max(0.02, (lastUs - firstUs) / 1e6);
        long keyFrameIntervalUs = syncSamples < 2
                ? SourceProfile.UNKNOWN_INTERVAL_US
                : Timescale.VIDEO.toMicros(Math.max(0, secondSyncPts - firstSyncPts));
        return new SourceProfile(
                tracks,
                videoFrames == 0 ? 0 : Math.round(spannedBytes * 8 / videoSeconds),
                Math.round(audioBytes * 8 / allSeconds),
                videoFrames < 2 ? 0 : (videoFrames - 1) / videoSeconds,
                keyFrameIntervalUs);
    }

    private static double seconds(long videoTicks) {
        return (double) videoTicks / Timescale.VIDEO.ticksPerSecond();
    }

    private Track track(int id) {
        for (Track track : tracks) {
            if (track.id() == id) {
                return track;
            }
        }
        throw new IllegalArgumentException("sample of unknown track " + id);
    }
}
