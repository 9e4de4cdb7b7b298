package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AvcConfig;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.NalCodec;
import dev.sluice.media.codec.NalUnits;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Any of FFmpeg's H.264 encoders behind {@link VideoEncoder}. */
final class H264Encoder implements VideoEncoder {
    /** x264's "infinite"; key frames come only when they are asked for. */
    private static final int GOP_INFINITE = 1 << 30;

    private static final int SPS_UNIT = 7;
    private static final int PPS_UNIT = 8;

    private final EncoderContext encoder;
    private final AvcParameters parameters;
    private final @Nullable VaapiUpload upload;

    private H264Encoder(EncoderContext encoder, AvcParameters parameters, @Nullable VaapiUpload upload) {
        this.encoder = encoder;
        this.parameters = parameters;
        this.upload = upload;
    }

    static VideoEncoder open(H264EncoderKind kind, VideoEncoderSettings settings, NativeMemory memory)
            throws FfmpegException {
        VaapiUpload upload =
                kind == H264EncoderKind.VAAPI ? VaapiUpload.open(settings.width(), settings.height(), memory) : null;
        EncoderContext encoder = null;
        try {
            encoder = EncoderContext.open(
                    kind.encoderName(),
                    kind.options(settings),
                    context -> {
                        configure(context, kind, settings);
                        if (upload != null) {
                            upload.attachTo(context);
                        }
                    },
                    memory);
            return new H264Encoder(encoder, parameterSets(encoder), upload);
        } catch (FfmpegException e) {
            if (encoder != null) {
                encoder.close();
            }
            if (upload != null) {
                upload.close();
            }
            throw e;
        }
    }

    @Override
    public String name() {
        return encoder.name();
    }

    @Override
    public AvcParameters parameters() {
        return parameters;
    }

    @Override
    public void encode(VideoFrame frame, boolean forceIdr, SampleSink sink) throws FfmpegException {
        AVFrame picture = upload == null ? frame.clonedFrame() : upload.upload(frame);
        encoder.encodePicture(picture, forceIdr, packet -> give(packet, sink));
    }

    @Override
    public void drain(SampleSink sink) throws FfmpegException {
        encoder.encode(null, packet -> give(packet, sink));
    }

    @Override
    public void close() {
        encoder.close();
        if (upload != null) {
            upload.close();
        }
    }

    /** Zero, with which the quality rules, for the encoders that know constant quality under a peak. */
    private static int averageBps(H264EncoderKind kind, VideoEncoderSettings settings) {
        if (!settings.holdsQuality()) {
            return settings.bitrateBps();
        }
        return switch (kind) {
            case X264, NVENC -> 0;
            case VAAPI, OPENH264 -> settings.maxBitrateBps();
        };
    }

    private static void configure(AVCodecContext context, H264EncoderKind kind, VideoEncoderSettings settings) {
        PictureSetup.configure(context, settings);
        context.bit_rate(averageBps(kind, settings)).rc_max_rate(settings.maxBitrateBps());
        context.rc_buffer_size(settings.bufferBits()).gop_size(GOP_INFINITE);
        if (settings.lowLatency()) {
            context.max_b_frames(0);
        }
        if (settings.holdsQuality()) {
            // Pieces of a film stand one behind the other, and none knows what the one before left in the buffer.
            context.rc_initial_buffer_occupancy(settings.bufferBits() / 2);
        }
    }

    private static AvcParameters parameterSets(EncoderContext encoder) throws FfmpegException {
        List<Payload> sps = new ArrayList<>();
        List<Payload> pps = new ArrayList<>();
        for (Payload unit : NalUnits.splitAnnexB(Payload.wrap(encoder.extradata()))) {
            int type = NalCodec.AVC.unitType(unit.byteAt(0));
            if (type == SPS_UNIT) {
                sps.add(unit);
            } else if (type == PPS_UNIT) {
                pps.add(unit);
            }
        }
        try {
            return AvcConfig.fromParameterSets(sps, pps);
        } catch (MediaParseException e) {
            FfmpegException failure = new FfmpegException(
                    "encoder " + encoder.name() + " made no usable parameter sets: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    private static void give(AVPacket packet, SampleSink sink) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        boolean sync = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
        sink.accept(new EncodedSample(
                Track.VIDEO_ID, packet.pts(), packet.dts(), sync, canonical(NalUnits.fromAnnexB(Payload.wrap(bytes)))));
    }

    private static Payload canonical(Payload lengthPrefixed) {
        try {
            return NalUnits.toCanonical(NalCodec.AVC, lengthPrefixed, NalUnits.LENGTH_SIZE_BYTES);
        } catch (MediaParseException e) {
            throw new IllegalStateException("lengths just written do not add up", e);
        }
    }
}
