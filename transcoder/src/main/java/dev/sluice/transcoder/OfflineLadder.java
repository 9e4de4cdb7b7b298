package dev.sluice.transcoder;

import dev.sluice.engine.port.AudioRung;
import dev.sluice.engine.port.TranscodeException;
import dev.sluice.engine.port.TranscodeListener;
import dev.sluice.engine.port.TranscodePlan;
import dev.sluice.engine.port.TranscodeSession;
import dev.sluice.engine.port.TranscodeStats;
import dev.sluice.engine.port.Transcoder;
import dev.sluice.engine.port.VideoRung;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.format.Demuxer;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.TrackType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a local file through a transcoder as fast as it goes, with segment boundaries on a fixed grid: for benchmarks,
 * and the ground that files are transcoded on. Uses the file's first video and first audio track.
 *
 * @param limit how much of the file to take
 * @param segmentDuration distance of the boundaries
 * @param lowLatency as in {@link TranscodePlan}; a live session drops what comes faster than it encodes
 */
public record OfflineLadder(
        List<VideoRung> videoRungs,
        Optional<AudioRung> audioRung,
        Duration limit,
        Duration segmentDuration,
        boolean lowLatency) {
    public OfflineLadder {
        videoRungs = List.copyOf(videoRungs);
        if (segmentDuration.toMillis() < 1) {
            throw new IllegalArgumentException("segmentDuration must be a millisecond or more");
        }
    }

    /**
     * Returns when everything was given to {@code listener}, or the session failed, which the listener was told.
     *
     * @throws FfmpegException when the file cannot be read
     * @throws TranscodeException when no decoder or encoder fits
     */
    public TranscodeStats run(Path file, Transcoder transcoder, TranscodeListener listener)
            throws FfmpegException, TranscodeException {
        try (Demuxer demuxer = Demuxer.open(file, new NativeMemory("file " + file.getFileName()))) {
            List<Track> tracks = Stream.of(TrackType.VIDEO, TrackType.AUDIO)
                    .flatMap(type -> demuxer.tracks().stream()
                            .filter(track -> track.type() == type)
                            .limit(1))
                    .toList();
            boolean hasAudio = tracks.stream().anyMatch(track -> track.type() == TrackType.AUDIO);
            TranscodePlan plan = new TranscodePlan(
                    String.valueOf(file.getFileName()),
                    tracks,
                    videoRungs,
                    hasAudio ? audioRung : Optional.empty(),
                    lowLatency);
            try (TranscodeSession session = transcoder.start(plan, listener)) {
                feed(demuxer, tracks, session);
                session.finish();
                return session.stats();
            }
        }
    }

    private void feed(Demuxer demuxer, List<Track> tracks, TranscodeSession session) throws FfmpegException {
        long limitUs = limit.toNanos() / 1_000;
        long segmentTicks = Timescale.VIDEO.fromMicros(segmentDuration.toNanos() / 1_000);
        long nextBoundaryTicks = 0;
        boolean[] finished = new boolean[tracks.size()];
        int unfinished = tracks.size();
        @Nullable EncodedSample sample;
        while (unfinished > 0 && (sample = demuxer.readSample().orElse(null)) != null) {
            int index = indexOf(tracks, sample.trackId());
            if (index < 0 || finished[index]) {
                continue;
            }
            Track track = tracks.get(index);
            if (track.timescale().toMicros(sample.dtsTicks()) >= limitUs) {
                finished[index] = true;
                unfinished--;
                continue;
            }
            if (track.type() == TrackType.VIDEO && sample.ptsTicks() >= nextBoundaryTicks) {
                // Of the grid lines in a hole between two pictures the last one does.
                long boundaryTicks = Math.floorDiv(sample.ptsTicks(), segmentTicks) * segmentTicks;
                session.onSegmentBoundary(boundaryTicks);
                nextBoundaryTicks = boundaryTicks + segmentTicks;
            }
            session.onSample(sample);
        }
    }

    private static int indexOf(List<Track> tracks, int trackId) {
        for (int i = 0; i < tracks.size(); i++) {
            if (tracks.get(i).id() == trackId) {
                return i;
            }
        }
        return -1;
    }
}
