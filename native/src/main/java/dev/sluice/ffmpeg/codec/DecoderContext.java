package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.io.Payload;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** The send-packet, receive-frame loop that video and audio decoders share. One thread at a time. */
final class DecoderContext implements AutoCloseable {
    private final String name;
    private final AVCodecContext context;
    private final AVPacket packet;
    private final NativeMemory.OpenHandle handle;

    private DecoderContext(String name, AVCodecContext context, AVPacket packet, NativeMemory memory) {
        this.name = name;
        this.context = context;
        this.packet = packet;
        this.handle = memory.opened(this);
    }

    /**
     * @param allowedNames FFmpeg decoder names in order of preference; nothing else is ever opened
     * @param configure sets options on the context before it is opened
     */
    static DecoderContext open(
            List<String> allowedNames,
            Payload extradata,
            Timescale timescale,
            Consumer<AVCodecContext> configure,
            NativeMemory memory)
            throws FfmpegException {
        FfmpegLibrary.load();
        return open(
                firstCompiledIn(allowedNames),
                context -> {
                    context.pkt_timebase(av_make_q(1, timescale.ticksPerSecond()));
                    setExtradata(context, extradata);
                    configure.accept(context);
                },
                memory);
    }

    /** @param configure sets time base, extradata and options on the context before it is opened */
    static DecoderContext open(AVCodec codec, Consumer<AVCodecContext> configure, NativeMemory memory)
            throws FfmpegException {
        AVCodecContext context = avcodec_alloc_context3(codec);
        configure.accept(context);
        String name = codec.name().getString();
        int result = avcodec_open2(context, codec, (AVDictionary) null);
        if (result < 0) {
            avcodec_free_context(context);
            throw new FfmpegException("decoder " + name + " refuses the codec configuration", result);
        }
        return new DecoderContext(name, context, av_packet_alloc(), memory);
    }

    String name() {
        return name;
    }

    /**
     * Decodes one packet and gives every frame that is ready.
     *
     * @throws FfmpegException when the packet is refused; the next one may be fine
     */
    void decode(EncodedSample sample, Payload prefix, FrameSink<AVFrame> sink) throws FfmpegException {
        fillPacket(sample, prefix);
        try {
            send(packet, sink);
        } finally {
            av_packet_unref(packet);
        }
        receiveAll(sink);
    }

    /** Decodes a packet as a demuxer gave it, which the caller goes on owning. */
    void decode(AVPacket demuxed, FrameSink<AVFrame> sink) throws FfmpegException {
        send(demuxed, sink);
        receiveAll(sink);
    }

    private void send(AVPacket full, FrameSink<AVFrame> sink) throws FfmpegException {
        int sent = avcodec_send_packet(context, full);
        if (sent == AVERROR_EAGAIN()) {
            receiveAll(sink);
            sent = avcodec_send_packet(context, full);
        }
        FfmpegException.check(sent, "decoder " + name + " refuses a sample");
    }

    /** Gives the frames still inside. The decoder takes no more samples until {@link #reset()}. */
    void drain(FrameSink<AVFrame> sink) throws FfmpegException {
        int sent = avcodec_send_packet(context, null);
        if (sent == AVERROR_EOF()) {
            return;
        }
        FfmpegException.check(sent, "decoder " + name + " cannot be drained");
        receiveAll(sink);
    }

    /** Forgets everything inside; decoding goes on at the next sync sample. */
    void reset() {
        avcodec_flush_buffers(context);
    }

    @Override
    public void close() {
        if (handle.closed()) {
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }

    private void fillPacket(EncodedSample sample, Payload prefix) throws FfmpegException {
        int sizeBytes = Math.addExact(prefix.sizeBytes(), sample.payload().sizeBytes());
        FfmpegException.check(av_new_packet(packet, sizeBytes), "no memory for a sample");
        ByteBuffer target = packet.data().capacity(sizeBytes).asByteBuffer();
        target.put(prefix.buffer()).put(sample.payload().buffer());
        packet.pts(sample.ptsTicks()).dts(sample.dtsTicks());
    }

    private void receiveAll(FrameSink<AVFrame> sink) throws FfmpegException {
        while (true) {
            AVFrame frame = VideoFrame.allocate();
            int result = avcodec_receive_frame(context, frame);
            if (result >= 0) {
                sink.accept(frame);
                continue;
            }
            av_frame_free(frame);
            if (result == AVERROR_EAGAIN() || result == AVERROR_EOF()) {
                return;
            }
            throw new FfmpegException("decoder " + name + " fails", result);
        }
    }

    private static AVCodec firstCompiledIn(List<String> allowedNames) throws FfmpegException {
        for (String allowed : allowedNames) {
            AVCodec codec = avcodec_find_decoder_by_name(allowed);
            if (codec != null && !codec.isNull()) {
                return codec;
            }
        }
        throw new FfmpegException("this FFmpeg build has none of the decoders " + allowedNames);
    }

    private static void setExtradata(AVCodecContext context, Payload extradata) {
        if (extradata.isEmpty()) {
            return;
        }
        int sizeBytes = extradata.sizeBytes();
        BytePointer copy = new BytePointer(av_mallocz((long) sizeBytes + AV_INPUT_BUFFER_PADDING_SIZE));
        copy.capacity(sizeBytes).asByteBuffer().put(extradata.buffer());
        context.extradata(copy).extradata_size(sizeBytes);
    }
}
