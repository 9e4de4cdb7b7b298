package dev.sluice.vod.encode;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.AacEncoder;
import dev.sluice.ffmpeg.codec.AudioFrame;
import dev.sluice.ffmpeg.codec.PacketDecoder;
import dev.sluice.ffmpeg.codec.Resampler;
import dev.sluice.ffmpeg.file.FilePacket;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.ffmpeg.file.SeekableInput;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.plan.LadderPlan.AudioRendition;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.source.SourceProbe;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encodes one sound track of a source to AAC, from begin to end, on the calling thread. Safe for any thread. */
public final class AudioRenditionEncoder {
    private static final Logger LOG = LoggerFactory.getLogger(AudioRenditionEncoder.class);
    /** Below what is noticed between picture and sound, above the rounding of millisecond timestamps. */
    private static final int TOLERANCE_DIVISOR = 50;

    private static final int LOG_EVERY = 1_000;

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
        NativeMemory memory = new NativeMemory("sound " + rendition.name());
        try (MediaFile file = SourceProbe.open(input, limits, memory);
                Run run = new Run(file, plan, rendition, sink, monitor, memory)) {
            return run.encode();
        }
    }

    /** One track on its way. */
    private static final class Run implements AutoCloseable {
        private final MediaFile file;
        private final AudioRendition rendition;
        private final SegmentSink sink;
        private final EncodeMonitor monitor;
        private final LadderPlan plan;
        private final Timescale clock;
        private final long originSamples;
        private final AacEncoder encoder;
        private final PacketDecoder decoder;
        private final Resampler resampler;
        private final SoundLine line;
        private final SoundCutter cutter;
        private final ArrayDeque<AudioFrame> decodedFrames = new ArrayDeque<>();
        private final ArrayDeque<EncodedSample> made = new ArrayDeque<>();
        private long decoded;
        private long encoded;
        private long damaged;

        Run(
                MediaFile file,
                LadderPlan plan,
                AudioRendition rendition,
                SegmentSink sink,
                EncodeMonitor monitor,
                NativeMemory memory)
                throws FfmpegException {
            this.file = file;
            this.plan = plan;
            this.rendition = rendition;
            this.sink = sink;
            this.monitor = monitor;
            this.clock = new Timescale(rendition.sampleRateHz());
            this.originSamples = Timescale.VIDEO.rescale(plan.originTicks(), clock);
            this.encoder =
                    AacEncoder.open(rendition.sampleRateHz(), rendition.channelCount(), rendition.bitrateBps(), memory);
            try {
                this.decoder = file.decoder(rendition.streamIndex());
            } catch (FfmpegException e) {
                encoder.close();
                throw e;
            }
            this.resampler = new Resampler(rendition.sampleRateHz(), rendition.channelCount(), memory);
            this.line = new SoundLine(
                    rendition.channelCount(),
                    encoder.frameSamples(),
                    rendition.sampleRateHz() / TOLERANCE_DIVISOR,
                    Timescale.VIDEO.rescale(plan.durationTicks(), clock),
                    this::encodeFrame);
            this.cutter = new SoundCutter(rendition.name(), plan, clock, sink);
        }

        EncodeTally encode() throws IOException, FfmpegException, RefusedSourceException {
            sink.onTrack(rendition.name(), Track.audio(encoder.parameters()));
            file.select(Set.of(rendition.streamIndex()));
            FilePacket packet = readOn();
            while (packet != null && !line.isComplete()) {
                monitor.check();
                decode(packet);
                packet = readOn();
            }
            if (!line.isComplete()) {
                decoder.drainAudio(decodedFrames::add);
                resampleDecoded();
                line.addNext(resampler.drain());
            }
            if (decoded == 0) {
                throw new RefusedSourceException(
                        "not_decodable", "The sound of the file cannot be decoded; it is damaged or encrypted.");
            }
            line.finish();
            encoder.drain(made::add);
            handOn();
            cutter.finish();
            return new EncodeTally(decoded, encoded, 0, damaged);
        }

        @Override
        public void close() {
            decodedFrames.forEach(AudioFrame::close);
            decodedFrames.clear();
            decoder.close();
            resampler.close();
            encoder.close();
        }

        private @Nullable FilePacket readOn() throws IOException {
            try {
                return file.read();
            } catch (FfmpegException e) {
                damaged++;
                LOG.info("a source cannot be read on: {}", e.getMessage());
                return null;
            }
        }

        private void decode(FilePacket packet) throws FfmpegException, IOException {
            try {
                file.decodeAudio(decoder, packet, decodedFrames::add);
            } catch (FfmpegException e) {
                if (damaged++ % LOG_EVERY == 0) {
                    LOG.info("sound at {} cannot be decoded: {}", packet.ptsTicks(), e.getMessage());
                }
            }
            resampleDecoded();
        }

        private void resampleDecoded() throws FfmpegException, IOException {
            AudioFrame next = decodedFrames.poll();
            while (next != null) {
                try (AudioFrame frame = next) {
                    decoded++;
                    long startSamples = new Timescale(frame.sampleRateHz()).rescale(frame.ptsTicks(), clock)
                            - originSamples
                            - resampler.delaySamples();
                    line.add(resampler.convert(frame), startSamples);
                }
                next = decodedFrames.poll();
            }
        }

        private void encodeFrame(float[] interleaved, long ptsTicks) throws FfmpegException, IOException {
            encoded++;
            encoder.encode(interleaved, ptsTicks, made::add);
            handOn();
            monitor.onProgress(
                    Math.min(plan.durationTicks(), clock.rescale(ptsTicks, Timescale.VIDEO)), plan.durationTicks());
        }

        private void handOn() throws IOException {
            EncodedSample sample = made.poll();
            while (sample != null) {
                cutter.add(sample);
                sample = made.poll();
            }
        }
    }
}
