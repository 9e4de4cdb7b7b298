package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.OpusParameters;
import dev.sluice.media.io.Payload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes AAC or Opus samples into blocks of sound.
 *
 * <p>Call order: {@code decode* drain? close}. One thread at a time. The owner closes it.
 */
public final class AudioDecoder implements AutoCloseable {
    private static final int MAX_CHANNELS = 8;
    private static final int DOPS_FIXED_BYTES = 11;

    private final DecoderContext decoder;
    private final NativeMemory memory;

    private AudioDecoder(DecoderContext decoder, NativeMemory memory) {
        this.decoder = decoder;
        this.memory = memory;
    }

    /** @throws FfmpegException when this build has no decoder for the codec or the configuration record is refused */
    public static AudioDecoder open(AudioParameters codec, NativeMemory memory) throws FfmpegException {
        if (codec.channelCount() < 1 || codec.channelCount() > MAX_CHANNELS) {
            throw new FfmpegException(codec.channelCount() + " audio channels are not supported");
        }
        Payload extradata = codec instanceof OpusParameters opus ? opusHead(opus) : codec.configurationRecord();
        DecoderContext decoder = DecoderContext.open(
                allowedDecoders(codec),
                extradata,
                new Timescale(codec.sampleRateHz()),
                context -> {
                    context.sample_rate(codec.sampleRateHz());
                    context.thread_count(1);
                },
                memory);
        return new AudioDecoder(decoder, memory);
    }

    /** FFmpeg's name of the decoder in use. */
    public String name() {
        return decoder.name();
    }

    /** @throws FfmpegException when the sample is refused; the next one may be fine */
    public void decode(EncodedSample sample, FrameSink<AudioFrame> sink) throws FfmpegException {
        decoder.decode(sample, Payload.EMPTY, frame -> give(frame, sink));
    }

    /** Gives the sound still inside. */
    public void drain(FrameSink<AudioFrame> sink) throws FfmpegException {
        decoder.drain(frame -> give(frame, sink));
    }

    @Override
    public void close() {
        decoder.close();
    }

    private void give(AVFrame frame, FrameSink<AudioFrame> sink) {
        if (frame.pts() == AV_NOPTS_VALUE || frame.nb_samples() <= 0) {
            av_frame_free(frame);
            return;
        }
        sink.accept(new AudioFrame(frame, memory));
    }

    static List<String> allowedDecoders(AudioParameters codec) {
        return switch (codec) {
            case AacParameters ignored -> List.of("aac");
            case OpusParameters ignored -> List.of("opus", "libopus");
        };
    }

    /**
     * The Ogg identification header (RFC 7845 section 5.1) that FFmpeg wants: the dOps payload with a magic before it
     * and its numbers in little endian.
     */
    static Payload opusHead(OpusParameters codec) throws FfmpegException {
        ByteBuffer dops = codec.configurationRecord().buffer();
        if (dops.remaining() < DOPS_FIXED_BYTES) {
            throw new FfmpegException("the Opus configuration record is too short");
        }
        dops.get(); // Version 0, where OpusHead says 1.
        ByteBuffer head = ByteBuffer.allocate(8 + dops.remaining() + 1).order(ByteOrder.LITTLE_ENDIAN);
        head.put("OpusHead".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put(dops.get());
        head.putShort(dops.getShort()).putInt(dops.getInt()).putShort(dops.getShort());
        head.put(dops);
        return Payload.wrap(head.array());
    }
}
