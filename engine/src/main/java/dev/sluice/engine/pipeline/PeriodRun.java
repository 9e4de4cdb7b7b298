package dev.sluice.engine.pipeline;

import dev.sluice.engine.port.PackagerSession;
import dev.sluice.engine.port.TranscodeException;
import dev.sluice.engine.port.TranscodeListener;
import dev.sluice.engine.port.TranscodePlan;
import dev.sluice.engine.port.TranscodeSession;
import dev.sluice.engine.port.TranscodeStats;
import dev.sluice.engine.port.Transcoder;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One contiguous run of a stream on its way through transcoder and packager by one plan: declares segment boundaries to
 * both, gives each sample to whoever needs it, and passes on what the transcoder makes.
 *
 * <p>Owned by the pipeline's thread; the listener's methods are called by the transcoder's threads.
 */
final class PeriodRun implements TranscodeListener {
    static final TranscodeStats NO_TRANSCODER = new TranscodeStats(0, 0, 0, 0, 0, Map.of(), Map.of());

    private final LadderPlan plan;
    private final PackagerSession packager;
    private final SegmentBoundaries boundaries;
    private final @Nullable Track video;
    private final @Nullable Track audio;
    private final boolean encodesVideo;
    private final boolean encodesAudio;
    private @Nullable TranscodeSession session;
    private volatile @Nullable TranscodeException failure;
    private long declaredWatermark = Long.MIN_VALUE;

    private final Object periodLock = new Object();
    // Guarded by periodLock: encoders may know their parameters before the period has been opened.
    private boolean periodOpen;
    private final List<Announcement> early = new ArrayList<>();

    private record Announcement(String rendition, Track track) {}

    private PeriodRun(
            LadderPlan plan, SourceProfile source, PackagerSession packager, Duration target, long startTicks) {
        this.plan = plan;
        this.packager = packager;
        this.boundaries = new SegmentBoundaries(plan.boundaries(), target, startTicks, source.keyFrameIntervalUs());
        this.video = source.videoTrack().orElse(null);
        this.audio = source.audioTrack().orElse(null);
        this.encodesVideo = !plan.videoRungs().isEmpty();
        this.encodesAudio = plan.audioRung().isPresent();
    }

    /**
     * Starts the transcoder if the plan needs one, then opens the period.
     *
     * @param startTicks PTS of the first sample on the 90 kHz clock
     * @throws TranscodeException when the transcoder does not start; the period is not opened then
     */
    static PeriodRun start(
            String streamId,
            LadderPlan plan,
            SourceProfile source,
            Transcoder transcoder,
            PackagerSession packager,
            Duration target,
            long startTicks)
            throws TranscodeException {
        PeriodRun run = new PeriodRun(plan, source, packager, target, startTicks);
        if (plan.transcodes()) {
            run.session = transcoder.start(run.transcodePlan(streamId), run);
        }
        boolean opened = false;
        try {
            run.openPeriod(startTicks);
            opened = true;
        } finally {
            if (!opened && run.session != null) {
                run.session.close();
            }
        }
        return run;
    }

    private TranscodePlan transcodePlan(String streamId) {
        List<Track> needed = new ArrayList<>();
        if (video != null && encodesVideo) {
            needed.add(video);
        }
        if (audio != null && encodesAudio) {
            needed.add(audio);
        }
        return new TranscodePlan(streamId, needed, plan.videoRungs(), plan.audioRung(), /* lowLatency= */ true);
    }

    private void openPeriod(long startTicks) {
        synchronized (periodLock) {
            packager.startPeriod(plan.renditions(), startTicks);
            periodOpen = true;
            early.forEach(each -> packager.onTrack(each.rendition, each.track));
            early.clear();
        }
        announce(plan.passthroughVideo(), video);
        announce(plan.passthroughAudio(), audio);
    }

    private void announce(Optional<String> rendition, @Nullable Track track) {
        if (rendition.isPresent() && track != null) {
            packager.onTrack(rendition.get(), track);
        }
    }

    LadderPlan plan() {
        return plan;
    }

    /** Why the transcoder broke; null while it has not. */
    @Nullable
    TranscodeException failure() {
        return failure;
    }

    /** Segments begun in this period. */
    long segmentsBegun() {
        return boundaries.count() + 1;
    }

    /** True when the rendition that passes through has no key frames any more, but others could go on. */
    boolean passthroughIsStuck() {
        return encodesVideo && plan.passthroughVideo().isPresent() && boundaries.syncIsOverdue();
    }

    /** Lets the encoded renditions go on without the source's key frames. */
    void stopWaitingForKeyFrames() {
        boundaries.allowDue();
    }

    void onSample(EncodedSample sample) {
        if (video != null && sample.trackId() == video.id()) {
            declare(boundaries.beforeVideo(sample));
            pass(plan.passthroughVideo(), sample);
            transcode(encodesVideo, sample);
        } else if (audio != null && sample.trackId() == audio.id()) {
            long ticks = audio.timescale().rescale(sample.ptsTicks(), Timescale.VIDEO);
            declare(video == null ? boundaries.beforeAudioOnly(ticks) : boundaries.whileVideoStalls(ticks));
            pass(plan.passthroughAudio(), sample);
            transcode(encodesAudio, sample);
        }
    }

    private void declare(long boundaryTicks) {
        if (boundaryTicks != SegmentBoundaries.NONE) {
            if (session != null) {
                session.onSegmentBoundary(boundaryTicks);
            }
            packager.onSegmentBoundary(boundaryTicks);
        }
        long watermark = boundaries.watermarkTicks();
        if (watermark > declaredWatermark) {
            declaredWatermark = watermark;
            packager.onWatermark(watermark);
        }
    }

    private void pass(Optional<String> rendition, EncodedSample sample) {
        if (rendition.isPresent()) {
            packager.onSample(rendition.get(), sample);
        }
    }

    private void transcode(boolean needed, EncodedSample sample) {
        if (needed && session != null) {
            session.onSample(sample);
        }
    }

    /**
     * Ends the period. Blocks until the transcoder has given what it holds, within its own bound, unless it is broken.
     *
     * @return the transcoder's last figures
     */
    TranscodeStats end() {
        try {
            return session == null ? NO_TRANSCODER : endTranscoder(session);
        } finally {
            packager.endPeriod();
        }
    }

    private TranscodeStats endTranscoder(TranscodeSession ending) {
        try (ending) {
            if (failure == null) {
                ending.finish();
            }
            return ending.stats();
        }
    }

    TranscodeStats stats() {
        return session == null ? NO_TRANSCODER : session.stats();
    }

    @Override
    public void onTrack(String rendition, Track track) {
        synchronized (periodLock) {
            if (!periodOpen) {
                early.add(new Announcement(rendition, track));
                return;
            }
        }
        packager.onTrack(rendition, track);
    }

    @Override
    public void onSample(String rendition, EncodedSample sample) {
        packager.onSample(rendition, sample);
    }

    @Override
    public void onEnd() {
        // finish() returns after this; there is nothing else to wait for.
    }

    @Override
    public void onFailure(TranscodeException broken) {
        failure = broken;
    }
}
