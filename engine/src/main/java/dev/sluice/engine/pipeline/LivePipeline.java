package dev.sluice.engine.pipeline;

import dev.sluice.engine.control.OutputFigures;
import dev.sluice.engine.control.StreamFigures.RenditionFigures;
import dev.sluice.engine.control.StreamOutput;
import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.LiveStream;
import dev.sluice.engine.live.Subscriber;
import dev.sluice.engine.pipeline.LadderPlan.Shape;
import dev.sluice.engine.port.PackagerSession;
import dev.sluice.engine.port.PackagerStats;
import dev.sluice.engine.port.TranscodeException;
import dev.sluice.engine.port.TranscodeStats;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.TrackType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one live stream into its presentation: looks at the source, plans, and runs each contiguous run of media
 * through transcoder and packager as a period of its own.
 *
 * <p>All work is done on the subscription's virtual thread, which may be blocked by the transcoder; figures may be
 * asked for from any thread.
 */
final class LivePipeline implements Subscriber, StreamOutput {
    private static final Logger LOG = LoggerFactory.getLogger(LivePipeline.class);

    /** A transcoder that ran this long without breaking may be restarted as often as a new one. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    private static final PackagerStats NO_SEGMENTS = new PackagerStats(0, 0, 0);

    private final LiveStream stream;
    private final PipelineContext context;
    private final PipelineSettings settings;
    private final LadderPlanner planner;
    private final PipelineOutput output;

    private Phase phase = new Idle();
    private int breakdowns;
    private long segmentsBegun;
    private long periodsBegun;
    private volatile @Nullable PackagerSession packager;
    private volatile @Nullable PeriodRun current;
    private final AtomicLong droppedBefore = new AtomicLong();
    private final AtomicLong decodeErrorsBefore = new AtomicLong();

    /** What the pipeline is doing. */
    private sealed interface Phase {}

    private record Idle() implements Phase {}

    private record Probing(SourceProbe probe) implements Phase {}

    /** A plan is made; it starts at the first fit sample after an instant. */
    private record Waiting(LadderPlan plan, SourceProfile source, Instant notBefore) implements Phase {}

    private record Running(PeriodRun run, SourceProfile source, Instant since) implements Phase {}

    LivePipeline(LiveStream stream, PipelineContext context, PipelineOutput output) {
        this.stream = stream;
        this.context = context;
        this.settings = context.settings();
        this.planner = new LadderPlanner(settings.ladder(), settings.targetSegmentDuration());
        this.output = output;
    }

    @Override
    public void onTracks(List<Track> tracks, boolean discontinuity) {
        boolean keep = phase instanceof Probing && !discontinuity;
        if (phase instanceof Running running) {
            endRun(running);
        }
        breakdowns = 0;
        if (tracks.isEmpty()) {
            phase = new Idle();
        } else if (keep && phase instanceof Probing probing) {
            phase = new Probing(probing.probe.withTracks(tracks, settings.targetSegmentDuration()));
        } else {
            phase = new Probing(new SourceProbe(tracks, settings.targetSegmentDuration()));
        }
    }

    @Override
    public void onSample(EncodedSample sample) {
        switch (phase) {
            case Idle ignored -> LOG.debug("stream {}: a sample without a track", stream.id());
            case Probing probing -> probe(probing, sample);
            case Waiting waiting -> startAt(waiting, sample);
            case Running running -> run(running, sample);
        }
    }

    @Override
    public void onEnd(EndReason reason) {
        try {
            endLastRun();
        } finally {
            finishPackager();
            context.rememberRun(stream.id(), segmentsBegun, periodsBegun);
            output.close();
            stream.end(reason, "the stream ended: " + reason);
            LOG.info("stream {}: presentation ended: {}", stream.id(), reason);
        }
    }

    private void endLastRun() {
        if (phase instanceof Probing probing && !probing.probe.isEmpty()) {
            startProbed(probing);
        }
        if (phase instanceof Running running) {
            endRun(running);
        }
        phase = new Idle();
    }

    /** Whatever breaks here, the rest of the end must still happen. */
    private void finishPackager() {
        PackagerSession session = packager;
        if (session == null) {
            return;
        }
        try {
            session.finish();
        } catch (RuntimeException defect) {
            LOG.error("stream {}: the presentation could not be finished", stream.id(), defect);
        }
    }

    private void probe(Probing probing, EncodedSample sample) {
        if (probing.probe.add(sample) && probing.probe.isComplete()) {
            startProbed(probing);
        }
    }

    private void startProbed(Probing probing) {
        SourceProfile source = probing.probe.profile();
        start(planner.plan(source), source, probing.probe.samples());
    }

    private void startAt(Waiting waiting, EncodedSample sample) {
        boolean fit = sample.syncSample()
                && sample.trackId() == leadTrack(waiting.source).id()
                && !context.clock().instant().isBefore(waiting.notBefore);
        if (fit) {
            start(waiting.plan, waiting.source, List.of(sample));
        }
    }

    private void run(Running running, EncodedSample sample) {
        TranscodeException failure = running.run.failure();
        if (failure != null) {
            afterBreakdown(running, failure);
            onSample(sample);
            return;
        }
        if (running.run.passthroughIsStuck()) {
            if (sample.syncSample()
                    && sample.trackId() == leadTrack(running.source).id()) {
                LOG.info("stream {}: key frames are too far apart to pass through, encoding every rung", stream.id());
                SourceProfile source = running.source.withoutKeyFrames();
                endRun(running);
                start(planner.plan(source), source, List.of(sample));
                return;
            }
            running.run.stopWaitingForKeyFrames();
        }
        running.run.onSample(sample);
    }

    /** Starts a period whose first samples are these; the first of all is one at which decoding can start. */
    private void start(LadderPlan plan, SourceProfile source, List<EncodedSample> samples) {
        long startTicks = leadTrack(source).timescale().rescale(firstPts(source, samples), Timescale.VIDEO);
        PeriodRun run;
        try {
            run = PeriodRun.start(
                    stream.id().toString(),
                    plan,
                    source,
                    context.transcoder(),
                    openPackager(),
                    settings.targetSegmentDuration(),
                    startTicks);
        } catch (TranscodeException failure) {
            phase = afterFailure(plan, source, failure);
            return;
        }
        LOG.info(
                "stream {}: offers {}, passes through {} {}, boundaries {}",
                stream.id(),
                plan.renditions().stream().map(each -> each.name()).toList(),
                plan.passthroughVideo().orElse("no video"),
                plan.passthroughAudio().orElse("no audio"),
                plan.boundaries());
        current = run;
        Running running = new Running(run, source, context.clock().instant());
        phase = running;
        samples.forEach(run::onSample);
    }

    private PackagerSession openPackager() {
        PackagerSession session = packager;
        if (session == null) {
            session = context.openPackager(stream.id(), stream.timelineStart().orElseThrow(), output);
            packager = session;
        }
        return session;
    }

    private void afterBreakdown(Running running, TranscodeException failure) {
        if (running.since.plus(STEADY).isBefore(context.clock().instant())) {
            breakdowns = 0;
        }
        endRun(running);
        phase = afterFailure(running.run.plan(), running.source, failure);
    }

    private Phase afterFailure(LadderPlan plan, SourceProfile source, TranscodeException failure) {
        Instant now = context.clock().instant();
        breakdowns++;
        if (breakdowns > settings.transcodeRestarts()) {
            LOG.error(
                    "stream {}: transcoding given up, only the source is offered: {}",
                    stream.id(),
                    failure.getMessage(),
                    failure);
            return new Waiting(planner.sourceOnly(source), source, now);
        }
        Duration delay = settings.transcodeRestartDelay().multipliedBy(1L << (breakdowns - 1));
        LOG.warn(
                "stream {}: transcoder broke, restart {} of {} in {} ms: {}",
                stream.id(),
                breakdowns,
                settings.transcodeRestarts(),
                delay.toMillis(),
                failure.getMessage());
        return new Waiting(plan, source, now.plus(delay));
    }

    private void endRun(Running running) {
        phase = new Idle();
        current = null;
        TranscodeStats last = running.run.end();
        droppedBefore.addAndGet(last.droppedFrames());
        decodeErrorsBefore.addAndGet(last.decodeErrors());
        segmentsBegun += running.run.segmentsBegun();
        periodsBegun++;
    }

    private static Track leadTrack(SourceProfile source) {
        return source.videoTrack().or(source::audioTrack).orElseThrow();
    }

    private static long firstPts(SourceProfile source, List<EncodedSample> samples) {
        int lead = leadTrack(source).id();
        return samples.stream()
                .filter(sample -> sample.trackId() == lead)
                .findFirst()
                .orElseThrow()
                .ptsTicks();
    }

    @Override
    public CompletionStage<Void> done() {
        return output.done();
    }

    @Override
    public OutputFigures figures() {
        PeriodRun run = current;
        PackagerSession session = packager;
        TranscodeStats transcode = run == null ? PeriodRun.NO_TRANSCODER : run.stats();
        PackagerStats packaged = session == null ? NO_SEGMENTS : session.stats();
        return new OutputFigures(
                run == null ? List.of() : renditions(run.plan(), transcode),
                droppedBefore.get() + transcode.droppedFrames(),
                decodeErrorsBefore.get() + transcode.decodeErrors(),
                transcode.delayUs() / 1000,
                packaged.segments(),
                packaged.misalignedSegments(),
                output.queuedBytes(),
                output.queueAgeMs(),
                output.storeFailures());
    }

    private static List<RenditionFigures> renditions(LadderPlan plan, TranscodeStats transcode) {
        return plan.renditions().stream()
                .map(rendition -> {
                    Shape shape = plan.shapes().getOrDefault(rendition.name(), new Shape(0, 0));
                    boolean passes = plan.passthroughVideo()
                                    .filter(rendition.name()::equals)
                                    .isPresent()
                            || plan.passthroughAudio()
                                    .filter(rendition.name()::equals)
                                    .isPresent();
                    String encoder = transcode
                            .encoder()
                            .getOrDefault(rendition.name(), rendition.type() == TrackType.AUDIO ? "aac" : "h264");
                    return new RenditionFigures(
                            rendition.name(),
                            shape.width(),
                            shape.height(),
                            rendition.declaredBitrateBps(),
                            passes ? "passthrough" : encoder);
                })
                .toList();
    }
}
