package dev.sluice.transcoder;

import dev.sluice.engine.port.AudioRung;
import dev.sluice.engine.port.TranscodeException;
import dev.sluice.engine.port.TranscodeListener;
import dev.sluice.engine.port.TranscodePlan;
import dev.sluice.engine.port.TranscodeSession;
import dev.sluice.engine.port.Transcoder;
import dev.sluice.engine.port.VideoRung;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.VideoDecoder;
import dev.sluice.ffmpeg.codec.VideoDecoderSettings;
import dev.sluice.ffmpeg.codec.VideoEncoders;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.TrackType;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.media.codec.VideoParameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Transcodes in this process, on named platform threads of each session: one decodes, one scales, one per rung encodes,
 * one does the sound. Bounded queues join them; in a live session the delay is bounded too, by dropping pictures.
 *
 * <p>Safe for any thread; a session is not.
 */
public final class LadderTranscoder implements Transcoder {
    /** Live: covers the hard delay bound at 60 pictures a second with room for timestamps in bursts. */
    private static final int LIVE_SAMPLES = 512;

    private static final int OFFLINE_SAMPLES = 64;
    private static final int AUDIO_SAMPLES = 1_024;
    private static final int DECODED_FRAMES = 3;
    private static final int LIVE_RUNG_FRAMES = 3;
    private static final int OFFLINE_RUNG_FRAMES = 8;

    private final LadderTranscoderSettings settings;
    private final EncoderFactory encoders;

    public LadderTranscoder(LadderTranscoderSettings settings) {
        this(settings, (rung, memory) -> VideoEncoders.open(settings.encoders(), rung, memory));
    }

    LadderTranscoder(LadderTranscoderSettings settings, EncoderFactory encoders) {
        this.settings = settings;
        this.encoders = encoders;
    }

    @Override
    public TranscodeSession start(TranscodePlan plan, TranscodeListener listener) throws TranscodeException {
        if (plan.videoRungs().isEmpty() && plan.audioRung().isEmpty()) {
            throw new TranscodeException("the plan has nothing to encode");
        }
        SessionParts parts = SessionParts.empty(
                new SessionFigures(plan.videoRungs()),
                new NativeMemory("stream " + plan.streamId()),
                !plan.videoRungs().isEmpty());
        LadderSession session = new LadderSession(plan.streamId(), listener, parts, settings.drainTimeout());
        TranscodeListener whileRunning = session.listenerWhileRunning();
        try {
            if (parts.hasVideo()) {
                addVideo(plan, whileRunning, parts, session);
            }
            if (plan.audioRung().isPresent()) {
                addAudio(plan, plan.audioRung().get(), whileRunning, parts, session);
            }
        } catch (FfmpegException | IllegalArgumentException e) {
            parts.stages().forEach(Stage::discard);
            throw new TranscodeException("stream " + plan.streamId() + " cannot be transcoded: " + e.getMessage(), e);
        }
        session.start();
        return session;
    }

    private void addVideo(TranscodePlan plan, TranscodeListener listener, SessionParts parts, LadderSession session)
            throws FfmpegException {
        Track source = sourceTrack(plan, TrackType.VIDEO);
        VideoParameters codec = (VideoParameters) source.codec();
        if (!VideoEncoders.anyUsable(settings.encoders())) {
            throw new FfmpegException("none of the H.264 encoders " + settings.encoders() + " opens on this machine");
        }
        boolean live = plan.lowLatency();
        StageQueue<EncodedSample> samples = queue(parts, live ? LIVE_SAMPLES : OFFLINE_SAMPLES, sample -> {});
        StageQueue<VideoFrame> frames = queue(parts, DECODED_FRAMES, VideoFrame::close);
        List<StageQueue<RungFrame>> rungFrames = new ArrayList<>();
        for (VideoRung rung : plan.videoRungs()) {
            StageQueue<RungFrame> rungQueue =
                    queue(parts, live ? LIVE_RUNG_FRAMES : OFFLINE_RUNG_FRAMES, RungFrame::close);
            rungFrames.add(rungQueue);
            parts.stages()
                    .add(new EncodeStage(
                            rung,
                            ThreadShares.encoderThreads(rung, plan.videoRungs(), live, settings.cpuCount()),
                            live,
                            encoders,
                            rungQueue,
                            listener,
                            parts.figures(),
                            parts.memory()));
        }
        parts.stages()
                .add(new ScaleStage(
                        plan.videoRungs(),
                        frames,
                        rungFrames,
                        parts.boundaries(),
                        FrameRates.believable(codec.format().frameRate()),
                        dropPolicy(live),
                        parts.figures(),
                        parts.memory()));
        VideoDecoder decoder = VideoDecoder.open(codec, decoderSettings(codec.format(), live), parts.memory());
        parts.stages()
                .add(new VideoDecodeStage(
                        decoder,
                        samples,
                        frames,
                        parts.figures(),
                        live ? ticks(settings.maxDelay()) : Long.MAX_VALUE,
                        settings.maxSilentAccessUnits()));
        session.addInput(source, samples);
    }

    private void addAudio(
            TranscodePlan plan, AudioRung rung, TranscodeListener listener, SessionParts parts, LadderSession session)
            throws FfmpegException {
        Track source = sourceTrack(plan, TrackType.AUDIO);
        StageQueue<EncodedSample> samples = queue(parts, AUDIO_SAMPLES, sample -> {});
        parts.stages()
                .add(AudioStage.open(
                        rung,
                        source,
                        samples,
                        listener,
                        parts.figures(),
                        settings.maxSilentAccessUnits(),
                        parts.memory()));
        session.addInput(source, samples);
    }

    private @Nullable DropPolicy dropPolicy(boolean live) {
        return live ? new DropPolicy(ticks(settings.dropDelay()), ticks(settings.maxDelay())) : null;
    }

    private VideoDecoderSettings decoderSettings(VideoFormat format, boolean live) {
        long pixels = (long) format.width() * format.height();
        return new VideoDecoderSettings(
                ThreadShares.decoderThreads(pixels, live, settings.cpuCount()), settings.maxPixels());
    }

    private static long ticks(Duration duration) {
        return Timescale.VIDEO.fromMicros(duration.toNanos() / 1_000);
    }

    private static Track sourceTrack(TranscodePlan plan, TrackType type) throws FfmpegException {
        return plan.tracks().stream()
                .filter(track -> track.type() == type)
                .findFirst()
                .orElseThrow(() -> new FfmpegException("the source has no track of type " + type));
    }

    private static <T> StageQueue<T> queue(SessionParts parts, int capacity, Consumer<T> dispose) {
        StageQueue<T> queue = new StageQueue<>(capacity, dispose);
        parts.queues().add(queue);
        return queue;
    }
}
