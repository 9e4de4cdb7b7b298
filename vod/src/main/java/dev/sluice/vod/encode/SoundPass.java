package dev.sluice.vod.encode;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.AudioFrame;
import dev.sluice.ffmpeg.codec.PacketDecoder;
import dev.sluice.ffmpeg.codec.Resampler;
import dev.sluice.ffmpeg.file.FilePacket;
import dev.sluice.ffmpeg.file.MediaFile;
import dev.sluice.media.Timescale;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.plan.LadderPlan.AudioRendition;
import dev.sluice.vod.source.RefusedSourceException;
import dev.sluice.vod.source.StopSignal;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sound track of a file from begin to end, decoded, in the rate and the channels of a rendition, on the asset's
 * timeline. Used once, by one thread; the owner closes it, before the file.
 */
final class SoundPass implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SoundPass.class);
    /** Below what is noticed between picture and sound, above the rounding of millisecond timestamps. */
    private static final int TOLERANCE_DIVISOR = 50;

    private static final int LOG_EVERY = 1_000;

    private final MediaFile file;
    private final AudioRendition rendition;
    private final StopSignal stop;
    private final Timescale clock;
    private final long originSamples;
    private final PacketDecoder decoder;
    private final Resampler resampler;
    private final SoundLine line;
    private final ArrayDeque<AudioFrame> decodedFrames = new ArrayDeque<>();
    private long decoded;
    private long damaged;

    private SoundPass(
            MediaFile file,
            AudioRendition rendition,
            StopSignal stop,
            long originSamples,
            PacketDecoder decoder,
            Resampler resampler,
            SoundLine line) {
        this.file = file;
        this.rendition = rendition;
        this.stop = stop;
        this.clock = new Timescale(rendition.sampleRateHz());
        this.originSamples = originSamples;
        this.decoder = decoder;
        this.resampler = resampler;
        this.line = line;
    }

    /**
     * @param frameSamples of the frames that the consumer gets
     * @param consumer gets all of the asset's time
     */
    static SoundPass open(
            MediaFile file,
            LadderPlan plan,
            AudioRendition rendition,
            StopSignal stop,
            int frameSamples,
            SoundLine.FrameConsumer consumer,
            NativeMemory memory)
            throws FfmpegException {
        Timescale clock = new Timescale(rendition.sampleRateHz());
        SoundLine line = new SoundLine(
                rendition.channelCount(),
                frameSamples,
                rendition.sampleRateHz() / TOLERANCE_DIVISOR,
                Timescale.VIDEO.rescale(plan.durationTicks(), clock),
                consumer);
        PacketDecoder decoder = file.decoder(rendition.streamIndex());
        try {
            Resampler resampler = new Resampler(rendition.sampleRateHz(), rendition.channelCount(), memory);
            long originSamples = Timescale.VIDEO.rescale(plan.originTicks(), clock);
            return new SoundPass(file, rendition, stop, originSamples, decoder, resampler, line);
        } catch (FfmpegException e) {
            decoder.close();
            throw e;
        }
    }

    /** @throws RefusedSourceException when nothing of the track can be decoded */
    void run() throws IOException, FfmpegException, RefusedSourceException {
        file.select(Set.of(rendition.streamIndex()));
        FilePacket packet = readOn();
        while (packet != null && !line.isComplete()) {
            stop.check();
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
    }

    long decoded() {
        return decoded;
    }

    long damaged() {
        return damaged;
    }

    @Override
    public void close() {
        decodedFrames.forEach(AudioFrame::close);
        decodedFrames.clear();
        decoder.close();
        resampler.close();
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
}
