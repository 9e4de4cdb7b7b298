package dev.sluice.transcoder;

import dev.sluice.engine.port.VideoRung;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.Scaler;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.media.codec.Rational;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pictures to rungs: decides which pictures are kept and which are key frames, the same for all rungs, and scales each
 * rung from the next larger one.
 */
final class ScaleStage implements Stage {
    private final List<VideoRung> rungs;
    private final StageQueue<VideoFrame> frames;
    private final List<StageQueue<RungFrame>> outputs;
    private final Boundaries boundaries;
    private final @Nullable DropPolicy dropPolicy;
    private final SessionFigures figures;
    private final NativeMemory memory;
    private final List<Scaler> scalers = new ArrayList<>();
    private final List<FrameRateLimiter> limiters = new ArrayList<>();
    private @Nullable Rational sourceRate;
    /** The first picture, until the second one tells the frame rate that the source did not. */
    private @Nullable VideoFrame held;

    private long lastTicks = Long.MIN_VALUE;
    private boolean idrPending = true;

    /** @param sourceRate null when it must be measured; {@code dropPolicy} is null when nothing may be dropped */
    ScaleStage(
            List<VideoRung> rungs,
            StageQueue<VideoFrame> frames,
            List<StageQueue<RungFrame>> outputs,
            Boundaries boundaries,
            @Nullable Rational sourceRate,
            @Nullable DropPolicy dropPolicy,
            SessionFigures figures,
            NativeMemory memory) {
        this.rungs = rungs;
        this.frames = frames;
        this.outputs = outputs;
        this.boundaries = boundaries;
        this.sourceRate = sourceRate;
        this.dropPolicy = dropPolicy;
        this.figures = figures;
        this.memory = memory;
    }

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public void run() throws FfmpegException {
        try {
            @Nullable VideoFrame frame;
            while ((frame = frames.take()) != null) {
                onFrame(frame);
            }
            VideoFrame only = held;
            if (only != null) {
                held = null;
                process(only, new Rational(1, 1));
            }
        } finally {
            discard();
        }
        outputs.forEach(StageQueue::end);
    }

    @Override
    public void discard() {
        if (held != null) {
            held.close();
        }
        scalers.forEach(Scaler::close);
    }

    private void onFrame(VideoFrame frame) throws FfmpegException {
        Rational rate = sourceRate;
        if (rate != null) {
            process(frame, rate);
            return;
        }
        VideoFrame first = held;
        if (first == null) {
            held = frame;
            return;
        }
        held = null;
        rate = FrameRates.ofDistance(frame.ptsTicks() - first.ptsTicks());
        sourceRate = rate;
        try {
            process(first, rate);
        } catch (FfmpegException e) {
            frame.close();
            throw e;
        }
        process(frame, rate);
    }

    /** Owns the frame. */
    private void process(VideoFrame frame, Rational rate) throws FfmpegException {
        try (frame) {
            long ptsTicks = frame.ptsTicks();
            if (ptsTicks <= lastTicks) {
                figures.droppedFrames.incrementAndGet();
                return;
            }
            lastTicks = ptsTicks;
            idrPending |= boundaries.reachedBy(ptsTicks);
            if (dropPolicy != null && !dropPolicy.keep(figures.lateTicks(ptsTicks), idrPending)) {
                figures.droppedFrames.incrementAndGet();
                return;
            }
            boolean idr = idrPending;
            idrPending = false;
            if (scalers.isEmpty()) {
                openScalers(rate);
            }
            cascade(frame, idr);
        }
    }

    private void openScalers(Rational rate) throws FfmpegException {
        for (VideoRung rung : rungs) {
            scalers.add(new Scaler(rung.width(), rung.height(), memory));
            limiters.add(new FrameRateLimiter(rate, rung.maxFrameRate()));
        }
    }

    private void cascade(VideoFrame source, boolean idr) throws FfmpegException {
        boolean[] wanted = new boolean[rungs.size()];
        int last = -1;
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = limiters.get(i).admits(source.ptsTicks(), idr);
            last = wanted[i] ? i : last;
        }
        VideoFrame larger = source.share();
        try {
            for (int i = 0; i <= last; i++) {
                VideoFrame scaled = scalers.get(i).scale(larger);
                larger.close();
                larger = scaled;
                if (wanted[i]) {
                    outputs.get(i)
                            .put(new RungFrame(
                                    scaled.share(), idr, limiters.get(i).outputRate()));
                }
            }
        } finally {
            larger.close();
        }
    }
}
