package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.codec.Av1Parameters;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.HevcParameters;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.codec.Vp9Parameters;
import dev.sluice.media.io.Payload;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decodes H.264, HEVC, AV1 or VP9 samples into pictures in presentation order.
 *
 * <p>Call order: {@code decode* drain? close}. One thread at a time. The owner closes it. Samples go in as they are:
 * the configuration record tells the decoder that NAL units are length-prefixed.
 */
public final class VideoDecoder implements AutoCloseable {
    /** FFmpeg's own {@code av1} decoder needs hardware, so it is not listed. */
    private static final List<String> AV1_DECODERS = List.of("libdav1d", "libaom-av1");

    private static final int AV1C_HEADER_BYTES = 4;

    private final DecoderContext decoder;
    private final NativeMemory memory;
    /** Goes before every sync sample: AV1's sequence header, which may stand in the configuration record only. */
    private final Payload syncPrefix;

    private VideoDecoder(DecoderContext decoder, NativeMemory memory, Payload syncPrefix) {
        this.decoder = decoder;
        this.memory = memory;
        this.syncPrefix = syncPrefix;
    }

    /**
     * @throws FfmpegException when this build has no decoder for the codec, or the configuration record is refused (a
     *     picture beyond {@code maxPixels}, among others)
     */
    public static VideoDecoder open(VideoParameters codec, VideoDecoderSettings settings, NativeMemory memory)
            throws FfmpegException {
        long pixels = (long) codec.format().width() * codec.format().height();
        if (pixels > settings.maxPixels()) {
            throw new FfmpegException("a picture of " + codec.format().width() + "x"
                    + codec.format().height() + " is beyond the limit of " + settings.maxPixels() + " pixels");
        }
        DecoderContext decoder = DecoderContext.open(
                allowedDecoders(codec),
                codec.configurationRecord(),
                Timescale.VIDEO,
                context -> configure(context, settings, codec instanceof AvcParameters),
                memory);
        return new VideoDecoder(decoder, memory, syncPrefix(codec));
    }

    private static void configure(AVCodecContext context, VideoDecoderSettings settings, boolean marksDamage) {
        context.thread_count(settings.threads()).max_pixels(settings.maxPixels());
        if (settings.strict() && !marksDamage) {
            context.err_recognition(context.err_recognition() | AV_EF_EXPLODE);
        }
    }

    /** FFmpeg's name of the decoder in use. */
    public String name() {
        return decoder.name();
    }

    /** @throws FfmpegException when the sample is refused; the next one may be fine */
    public void decode(EncodedSample sample, FrameSink<VideoFrame> sink) throws FfmpegException {
        Payload prefix = sample.syncSample() ? syncPrefix : Payload.EMPTY;
        decoder.decode(sample, prefix, frame -> give(frame, sink));
    }

    /** Gives the pictures still inside; nothing can be decoded after it but {@link #reset()}. */
    public void drain(FrameSink<VideoFrame> sink) throws FfmpegException {
        decoder.drain(frame -> give(frame, sink));
    }

    /** Forgets the pictures inside, before samples are left out; go on with a sync sample. */
    public void reset() {
        decoder.reset();
    }

    @Override
    public void close() {
        decoder.close();
    }

    private void give(AVFrame frame, FrameSink<VideoFrame> sink) {
        if (frame.pts() == AV_NOPTS_VALUE) {
            frame.pts(frame.best_effort_timestamp());
        }
        if (frame.pts() == AV_NOPTS_VALUE) {
            av_frame_free(frame);
            return;
        }
        sink.accept(VideoFrame.adopt(frame, memory));
    }

    static List<String> allowedDecoders(VideoParameters codec) {
        return switch (codec) {
            case AvcParameters ignored -> List.of("h264");
            case HevcParameters ignored -> List.of("hevc");
            case Av1Parameters ignored -> AV1_DECODERS;
            case Vp9Parameters ignored -> List.of("vp9", "libvpx-vp9");
        };
    }

    private static Payload syncPrefix(VideoParameters codec) {
        if (!(codec instanceof Av1Parameters)) {
            return Payload.EMPTY;
        }
        byte[] record = codec.configurationRecord().toByteArray();
        return record.length <= AV1C_HEADER_BYTES
                ? Payload.EMPTY
                : Payload.copyOf(record, AV1C_HEADER_BYTES, record.length - AV1C_HEADER_BYTES);
    }
}
