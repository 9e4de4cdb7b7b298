package dev.sluice.bench;

import dev.sluice.engine.port.TranscodeException;
import dev.sluice.engine.port.TranscodeListener;
import dev.sluice.engine.port.TranscodePlan;
import dev.sluice.engine.port.TranscodeSession;
import dev.sluice.engine.port.VideoRung;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.format.Demuxer;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.TrackType;
import dev.sluice.media.io.Payload;
import dev.sluice.packager.LivePresentation;
import dev.sluice.packager.ObjectKind;
import dev.sluice.packager.PresentationListener;
import dev.sluice.packager.PresentationSettings;
import dev.sluice.packager.RenditionPlan;
import dev.sluice.transcoder.LadderTranscoder;
import dev.sluice.transcoder.LadderTranscoderSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * One ladder in a process of its own: {@code SOURCE DIRECTORY SECONDS PRESET live|file}. Sluice's transcoder and
 * packager as the engine wires them, with files in the directory as the object store.
 */
final class LadderRun implements TranscodeListener, PresentationListener {
    private static final long BOUNDARY_TICKS = (long) Ladder.KEY_FRAME_INTERVAL_S * Timescale.VIDEO.ticksPerSecond();

    private final Path directory;
    private final LivePresentation presentation;
    private volatile Optional<TranscodeException> failure = Optional.empty();

    private LadderRun(Path directory, Workload workload) {
        this.directory = directory;
        Duration segment = Duration.ofSeconds(Ladder.KEY_FRAME_INTERVAL_S);
        PresentationSettings settings = new PresentationSettings(
                Instant.EPOCH,
                1,
                0,
                segment,
                Duration.ZERO,
                Duration.ofSeconds(workload.seconds()).multipliedBy(2),
                null);
        this.presentation = new LivePresentation(settings, this, InstantSource.system());
    }

    public static void main(String[] arguments) throws Exception {
        Workload workload = new Workload(
                Path.of(arguments[0]), Integer.parseInt(arguments[2]), arguments[3], arguments[4].equals("live"));
        new LadderRun(Path.of(arguments[1]), workload).run(workload);
    }

    private void run(Workload workload) throws Exception {
        try (Demuxer demuxer = Demuxer.open(workload.source(), new NativeMemory("bench"))) {
            List<VideoRung> rungs = Ladder.rungs(workload.preset());
            TranscodePlan plan = new TranscodePlan(
                    "bench", List.copyOf(demuxer.tracks()), rungs, Optional.of(Ladder.AUDIO), workload.live());
            List<RenditionPlan> renditions = new ArrayList<>();
            for (VideoRung rung : rungs) {
                renditions.add(new RenditionPlan(rung.name(), TrackType.VIDEO, rung.bitrateBps()));
            }
            renditions.add(new RenditionPlan(Ladder.AUDIO.name(), TrackType.AUDIO, Ladder.AUDIO.bitrateBps()));
            presentation.startPeriod(renditions, 0);
            LadderTranscoder transcoder = new LadderTranscoder(LadderTranscoderSettings.defaults());
            try (TranscodeSession session = transcoder.start(plan, this)) {
                feed(demuxer, session, workload);
                session.finish();
                System.out.println("dropped " + session.stats().droppedFrames() + " frames");
            }
            presentation.finish();
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private void feed(Demuxer demuxer, TranscodeSession session, Workload workload) throws Exception {
        List<Track> tracks = List.copyOf(demuxer.tracks());
        long startNs = System.nanoTime();
        long endUs = Duration.ofSeconds(workload.seconds()).toNanos() / 1000;
        long boundaryTicks = 0;
        Optional<EncodedSample> next = demuxer.readSample();
        while (next.isPresent()) {
            EncodedSample sample = next.get();
            Track track = trackOf(tracks, sample);
            if (track.timescale().toMicros(sample.ptsTicks()) >= endUs) {
                next = demuxer.readSample();
                continue;
            }
            if (workload.live()) {
                awaitNs(startNs + track.timescale().toMicros(sample.dtsTicks()) * 1000);
            }
            if (track.type() == TrackType.VIDEO) {
                while (sample.ptsTicks() >= boundaryTicks) {
                    session.onSegmentBoundary(boundaryTicks);
                    presentation.onSegmentBoundary(boundaryTicks);
                    boundaryTicks += BOUNDARY_TICKS;
                }
                presentation.onWatermark(sample.dtsTicks());
            }
            session.onSample(sample);
            next = demuxer.readSample();
        }
        presentation.onWatermark(Long.MAX_VALUE);
    }

    private static Track trackOf(List<Track> tracks, EncodedSample sample) {
        return tracks.stream()
                .filter(track -> track.id() == sample.trackId())
                .findFirst()
                .orElseThrow();
    }

    private static void awaitNs(long dueNs) {
        for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void onTrack(String rendition, Track track) {
        presentation.onTrack(rendition, track);
    }

    @Override
    public void onSample(String rendition, EncodedSample sample) {
        presentation.onSample(rendition, sample);
    }

    @Override
    public void onEnd() {
        presentation.endPeriod();
    }

    @Override
    public void onFailure(TranscodeException broken) {
        failure = Optional.of(broken);
    }

    @Override
    public void onObject(String path, ObjectKind kind, List<Payload> body) {
        Path file = directory.resolve(path);
        try {
            Files.createDirectories(file.resolveSibling("."));
            try (OutputStream out = Files.newOutputStream(file)) {
                for (Payload piece : body) {
                    piece.writeTo(out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onExpired(String path) {
        // A file's whole ladder stays.
    }
}
