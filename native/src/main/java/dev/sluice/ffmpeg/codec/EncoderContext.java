package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.NativeMemory;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** The send-frame, receive-packet loop that video and audio encoders share. One thread at a time. */
final class EncoderContext implements AutoCloseable {
    private final String name;
    private final AVCodecContext context;
    private final AVPacket packet;
    private final NativeMemory.OpenHandle handle;

    private EncoderContext(String name, AVCodecContext context, NativeMemory memory) {
        this.name = name;
        this.context = context;
        this.packet = av_packet_alloc();
        this.handle = memory.opened(this);
    }

    /** @param options private options of this encoder; one that it does not know is an error */
    static EncoderContext open(
            String name, Map<String, String> options, Consumer<AVCodecContext> configure, NativeMemory memory)
            throws FfmpegException {
        FfmpegLibrary.load();
        AVCodec codec = avcodec_find_encoder_by_name(name);
        if (codec == null || codec.isNull()) {
            throw new FfmpegException("this FFmpeg build has no encoder " + name);
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        configure.accept(context);
        AVDictionary dictionary = new AVDictionary(null);
        options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
        int result = avcodec_open2(context, codec, dictionary);
        boolean unknownOption = dictionary.address() != 0;
        av_dict_free(dictionary);
        if (result < 0 || unknownOption) {
            avcodec_free_context(context);
            throw result < 0
                    ? new FfmpegException("encoder " + name + " does not open", result)
                    : new FfmpegException("encoder " + name + " does not know one of the options " + options.keySet());
        }
        return new EncoderContext(name, context, memory);
    }

    String name() {
        return name;
    }

    int frameSamples() {
        return context.frame_size();
    }

    /** The parameter sets or configuration record that the encoder made when it was opened. */
    byte[] extradata() {
        byte[] bytes = new byte[context.extradata_size()];
        if (bytes.length > 0) {
            context.extradata().get(bytes);
        }
        return bytes;
    }

    /** Encodes a picture, as an IDR picture if wanted, and frees it; see {@link #encode}. */
    void encodePicture(AVFrame picture, boolean forceIdr, Consumer<AVPacket> packets) throws FfmpegException {
        try {
            // The decoder left its own picture type here, which would be taken as an order.
            picture.pict_type(forceIdr ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
            encode(picture, packets);
        } finally {
            av_frame_free(picture);
        }
    }

    /** Encodes one frame, null to drain; {@code packets} sees each packet only during its call. */
    void encode(@Nullable AVFrame frame, Consumer<AVPacket> packets) throws FfmpegException {
        int sent = avcodec_send_frame(context, frame);
        if (sent == AVERROR_EAGAIN()) {
            receiveAll(packets);
            sent = avcodec_send_frame(context, frame);
        }
        FfmpegException.check(sent, "encoder " + name + " refuses a frame");
        receiveAll(packets);
    }

    @Override
    public void close() {
        if (handle.closed()) {
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }

    private void receiveAll(Consumer<AVPacket> packets) throws FfmpegException {
        while (true) {
            int result = avcodec_receive_packet(context, packet);
            if (result == AVERROR_EAGAIN() || result == AVERROR_EOF()) {
                return;
            }
            FfmpegException.check(result, "encoder " + name + " fails");
            try {
                packets.accept(packet);
            } finally {
                av_packet_unref(packet);
            }
        }
    }
}
