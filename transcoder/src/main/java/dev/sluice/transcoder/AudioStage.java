package dev.sluice.transcoder;

import dev.sluice.engine.port.AudioRung;
import dev.sluice.engine.port.TranscodeListener;
import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.AacEncoder;
import dev.sluice.ffmpeg.codec.AudioDecoder;
import dev.sluice.ffmpeg.codec.AudioFrame;
import dev.sluice.ffmpeg.codec.Resampler;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AudioParameters;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sound to AAC, once for all rungs. Decoding, resampling and encoding together are far below one processor. */
final class AudioStage implements Stage {
    private static final Logger LOG = LoggerFactory.getLogger(AudioStage.class);
    /** Below what is noticed between picture and sound, above the rounding of millisecond timestamps. */
    private static final int TOLERANCE_DIVISOR = 50;

    private final AudioRung rung;
    private final Timescale sourceClock;
    private final Timescale clock;
    private final StageQueue<EncodedSample> samples;
    private final TranscodeListener listener;
    private final SessionFigures figures;
    private final int maxSilentAccessUnits;
    private final AudioDecoder decoder;
    private final Resampler resampler;
    private final AacEncoder encoder;
    private final SampleFifo fifo;
    private final ArrayDeque<AudioFrame> decoded = new ArrayDeque<>();
    private int silentAccessUnits;

    private AudioStage(
            AudioRung rung,
            Track source,
            StageQueue<EncodedSample> samples,
            TranscodeListener listener,
            SessionFigures figures,
            int maxSilentAccessUnits,
            NativeMemory memory)
            throws FfmpegException {
        this.rung = rung;
        this.sourceClock = source.timescale();
        this.clock = new Timescale(rung.sampleRateHz());
        this.samples = samples;
        this.listener = listener;
        this.figures = figures;
        this.maxSilentAccessUnits = maxSilentAccessUnits;
        this.encoder = AacEncoder.open(rung.sampleRateHz(), rung.channelCount(), rung.bitrateBps(), memory);
        try {
            this.decoder = AudioDecoder.open((AudioParameters) source.codec(), memory);
        } catch (FfmpegException e) {
            encoder.close();
            throw e;
        }
        this.resampler = new Resampler(rung.sampleRateHz(), rung.channelCount(), memory);
        this.fifo = new SampleFifo(
                rung.channelCount(),
                encoder.frameSamples(),
                rung.sampleRateHz() / TOLERANCE_DIVISOR,
                /* maxSilenceSamples= */ rung.sampleRateHz());
    }

    static AudioStage open(
            AudioRung rung,
            Track source,
            StageQueue<EncodedSample> samples,
            TranscodeListener listener,
            SessionFigures figures,
            int maxSilentAccessUnits,
            NativeMemory memory)
            throws FfmpegException {
        return new AudioStage(rung, source, samples, listener, figures, maxSilentAccessUnits, memory);
    }

    @Override
    public String name() {
        return rung.name();
    }

    @Override
    public void run() throws FfmpegException {
        try {
            figures.onEncoder(rung.name(), encoder.name());
            listener.onTrack(rung.name(), Track.audio(encoder.parameters()));
            @Nullable EncodedSample sample;
            while ((sample = samples.take()) != null) {
                decode(sample);
            }
            if (!samples.isAborted()) {
                drain();
            }
        } finally {
            discard();
        }
    }

    @Override
    public void discard() {
        decoded.forEach(AudioFrame::close);
        decoded.clear();
        decoder.close();
        resampler.close();
        encoder.close();
    }

    private void decode(EncodedSample sample) throws FfmpegException {
        silentAccessUnits++;
        try {
            decoder.decode(sample, decoded::add);
        } catch (FfmpegException e) {
            VideoDecodeStage.logRarely(LOG, figures.decodeErrors, sample, e);
        }
        encodeDecoded();
        if (silentAccessUnits > maxSilentAccessUnits) {
            throw new FfmpegException("the decoder " + decoder.name() + " made no sound of the last "
                    + silentAccessUnits + " samples; is the source broken?");
        }
    }

    private void encodeDecoded() throws FfmpegException {
        @Nullable AudioFrame next;
        while ((next = decoded.poll()) != null) {
            silentAccessUnits = 0;
            try (AudioFrame frame = next) {
                long startTicks = sourceClock.rescale(frame.ptsTicks(), clock) - resampler.delaySamples();
                fifo.add(resampler.convert(frame), startTicks, this::encode);
            }
        }
    }

    private void drain() throws FfmpegException {
        decoder.drain(decoded::add);
        encodeDecoded();
        fifo.addNext(resampler.drain(), this::encode);
        fifo.flush(this::encode);
        encoder.drain(this::give);
    }

    private void encode(float[] interleaved, long ptsTicks) throws FfmpegException {
        encoder.encode(interleaved, ptsTicks, this::give);
    }

    private void give(EncodedSample sample) {
        listener.onSample(rung.name(), sample);
    }
}
