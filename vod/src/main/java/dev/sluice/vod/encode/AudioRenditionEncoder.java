package dev.sluice.vod.encode;

import dev.sluice.engine.asset.Loudness;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.AacEncoder;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.plan.LadderPlan.AudioRendition;
import dev.sluice.vod.sound.LoudnessGain;
import dev.sluice.vod.sound.LoudnessMeter;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceProbe;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Encodes one sound track of a source to AAC, from begin to end, on the calling thread, and measures its loudness.
 * Where the plan wants a certain loudness, the track is decoded twice: to measure it, and to encode it with one gain
 * over all of it. Safe for any thread.
 */
public final class AudioRenditionEncoder {
    private final SourceLimits limits;

    public AudioRenditionEncoder(SourceLimits limits) {
        this.limits = limits;
    }

    /**
     * @param input used by the calling thread only, and not closed
     * @throws RefusedSourceException when nothing of the track can be decoded
     * @throws IOException what the input or the sink threw
     * @throws FfmpegException when FFmpeg does not do what it must
     * @throws java.util.concurrent.CancellationException when the monitor stopped it
     */
    public EncodeTally encode(
            SeekableInput input, LadderPlan plan, AudioRendition rendition, SegmentSink sink, EncodeMonitor monitor)
            throws IOException, FfmpegException, RefusedSourceException {
        if (!plan.exact()) {
            throw new IllegalArgumentException("only a preview");
        }
        Run run = new Run(plan, rendition, monitor, new NativeMemory("sound " + rendition.name()));
        Double targetLufs = rendition.loudnessLufs();
        if (targetLufs == null) {
            return run.encode(input, 1, sink);
        }
        Optional<Loudness> measured = run.measure(input);
        double factor = measured.isEmpty() ? 1 : LoudnessGain.factor(measured.get(), targetLufs);
        return run.encode(input, factor, sink);
    }

    /** One track on its way. */
    private final class Run {
        private final LadderPlan plan;
        private final AudioRendition rendition;
        private final EncodeMonitor monitor;
        private final NativeMemory memory;
        private final Timescale clock;
        private final ArrayDeque<EncodedSample> made = new ArrayDeque<>();
        private long encoded;

        Run(LadderPlan plan, AudioRendition rendition, EncodeMonitor monitor, NativeMemory memory) {
            this.plan = plan;
            this.rendition = rendition;
            this.monitor = monitor;
            this.memory = memory;
            this.clock = new Timescale(rendition.sampleRateHz());
        }

        Optional<Loudness> measure(SeekableInput input) throws IOException, FfmpegException, RefusedSourceException {
            LoudnessMeter meter = meter();
            try (MediaFile file = SourceProbe.open(input, limits, memory);
                    SoundPass pass = SoundPass.open(
                            file,
                            plan,
                            rendition,
                            monitor,
                            rendition.sampleRateHz(),
                            (interleaved, ptsTicks) -> {
                                meter.add(interleaved);
                                tell(0, ptsTicks);
                            },
                            memory)) {
                pass.run();
            }
            return meter.loudness();
        }

        /** @param factor by which all samples are multiplied */
        EncodeTally encode(SeekableInput input, double factor, SegmentSink sink)
                throws IOException, FfmpegException, RefusedSourceException {
            LoudnessMeter meter = meter();
            SoundCutter cutter = new SoundCutter(rendition.name(), plan, clock, sink);
            try (MediaFile file = SourceProbe.open(input, limits, memory);
                    AacEncoder encoder = AacEncoder.open(
                            rendition.sampleRateHz(), rendition.channelCount(), rendition.bitrateBps(), memory);
                    SoundPass pass = SoundPass.open(
                            file,
                            plan,
                            rendition,
                            monitor,
                            encoder.frameSamples(),
                            (interleaved, ptsTicks) -> {
                                float[] wanted = amplified(interleaved, factor);
                                meter.add(wanted);
                                encoded++;
                                encoder.encode(wanted, ptsTicks, made::add);
                                handOn(cutter);
                                tell(rendition.loudnessLufs() == null ? 0 : 1, ptsTicks);
                            },
                            memory)) {
                sink.onTrack(rendition.name(), Track.audio(encoder.parameters()));
                pass.run();
                encoder.drain(made::add);
                handOn(cutter);
                cutter.finish();
                return new EncodeTally(
                        pass.decoded(),
                        encoded,
                        0,
                        pass.damaged(),
                        meter.loudness().orElse(null));
            }
        }

        private LoudnessMeter meter() {
            return new LoudnessMeter(rendition.sampleRateHz(), rendition.channelCount());
        }

        private void tell(int passesBefore, long ptsTicks) {
            long duration = plan.durationTicks();
            long done = Math.min(duration, clock.rescale(ptsTicks, Timescale.VIDEO));
            int passes = rendition.loudnessLufs() == null ? 1 : 2;
            monitor.onProgress(passesBefore * duration + done, passes * duration);
        }

        private void handOn(SoundCutter cutter) throws IOException {
            EncodedSample sample = made.poll();
            while (sample != null) {
                cutter.add(sample);
                sample = made.poll();
            }
        }
    }

    private static float[] amplified(float[] samples, double factor) {
        if (factor == 1) {
            return samples;
        }
        float[] amplified = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            amplified[i] = (float) (samples[i] * factor);
        }
        return amplified;
    }
}
