package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.concurrent.locks.ReentrantLock;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** The encoders of {@link FileEncoderKind} behind {@link VideoEncoder}. */
final class FileEncoder implements VideoEncoder {
    /** No key frame but those that are asked for. */
    private static final int GOP_INFINITE = -1;

    /**
     * Held while an encoder is opened or closed, at any time and for some milliseconds: SVT-AV1 keeps a list of the
     * processors that all its encoders share, reads it when one is opened and frees it when one is closed.
     */
    private static final ReentrantLock OPENING = new ReentrantLock();

    private final FileEncoderKind kind;
    private final EncoderContext encoder;
    private final VideoParameters parameters;

    private FileEncoder(FileEncoderKind kind, EncoderContext encoder, VideoParameters parameters) {
        this.kind = kind;
        this.encoder = encoder;
        this.parameters = parameters;
    }

    /** @param settings that hold a quality under a peak */
    static VideoEncoder open(FileEncoderKind kind, VideoEncoderSettings settings, NativeMemory memory)
            throws FfmpegException {
        if (!settings.holdsQuality()) {
            throw new IllegalArgumentException(kind + " is for files, by quality");
        }
        if (kind == FileEncoderKind.SVT_AV1) {
            SvtLog.errorsOnly();
        }
        EncoderContext encoder;
        OPENING.lock();
        try {
            encoder = EncoderContext.open(
                    kind.encoderName(), kind.options(settings), context -> configure(context, settings), memory);
        } finally {
            OPENING.unlock();
        }
        try {
            return new FileEncoder(kind, encoder, kind.parameters(Payload.wrap(encoder.extradata())));
        } catch (MediaParseException e) {
            close(encoder);
            FfmpegException failure = new FfmpegException(
                    "encoder " + kind.encoderName() + " made no usable parameter sets: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    @Override
    public String name() {
        return encoder.name();
    }

    @Override
    public VideoParameters parameters() {
        return parameters;
    }

    @Override
    public void encode(VideoFrame frame, boolean forceIdr, SampleSink sink) throws FfmpegException {
        AVFrame picture = frame.clonedFrame();
        encoder.encodePicture(picture, forceIdr, packet -> give(packet, sink));
    }

    @Override
    public void drain(SampleSink sink) throws FfmpegException {
        encoder.encode(null, packet -> give(packet, sink));
    }

    @Override
    public void close() {
        close(encoder);
    }

    private static void configure(AVCodecContext context, VideoEncoderSettings settings) {
        PictureSetup.configure(context, settings);
        context.bit_rate(0).rc_max_rate(settings.maxBitrateBps()).rc_buffer_size(settings.bufferBits());
        context.gop_size(GOP_INFINITE);
    }

    private static void close(EncoderContext encoder) {
        OPENING.lock();
        try {
            encoder.close();
        } finally {
            OPENING.unlock();
        }
    }

    private void give(AVPacket packet, SampleSink sink) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        boolean sync = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        sink.accept(new EncodedSample(Track.VIDEO_ID, packet.pts(), packet.dts(), sync, sample(Payload.wrap(bytes))));
    }

    private Payload sample(Payload packet) {
        try {
            return kind.sample(packet);
        } catch (MediaParseException e) {
            throw new IllegalStateException(encoder.name() + " made a packet that does not add up", e);
        }
    }
}
