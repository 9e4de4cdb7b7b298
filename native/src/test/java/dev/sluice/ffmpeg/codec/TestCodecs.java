package dev.sluice.ffmpeg.codec;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.FfmpegLibrary;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.codec.Av1Config;
import dev.sluice.media.codec.Av1Obus;
import dev.sluice.media.codec.AvcConfig;
import dev.sluice.media.codec.HevcConfig;
import dev.sluice.media.codec.NalCodec;
import dev.sluice.media.codec.NalUnits;
import dev.sluice.media.codec.OpusConfig;
import dev.sluice.media.codec.OpusParameters;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.Vp9Config;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Streams of codecs that Sluice takes and does not make, from this build's encoders. Brightness tells the picture. */
public final class TestCodecs {
    public static final int SIZE = 64;
    private static final int DISTANCE_TICKS = 3_000;

    private TestCodecs() {}

    /** @param track how it would come from an ingest */
    public record Stream(Track track, List<EncodedSample> samples) {}

    static boolean hasEncoder(String name) throws FfmpegException {
        FfmpegLibrary.load();
        AVCodec codec = avcodec_find_encoder_by_name(name);
        return codec != null && !codec.isNull();
    }

    /** Skips the calling test, and says why, in a build without x264. */
    static void assumeX264() throws FfmpegException {
        assumeEncoder(H264EncoderKind.X264);
    }

    static void assumeEncoder(H264EncoderKind kind) throws FfmpegException {
        assumeTrue(hasEncoder(kind.encoderName()), "this build of FFmpeg is without " + kind.encoderName());
    }

    public static Stream av1(int pictures) throws FfmpegException, MediaParseException {
        Map<String, String> fast = Map.of("usage", "realtime", "cpu-used", "8", "lag-in-frames", "0");
        List<EncodedSample> samples = new ArrayList<>();
        for (EncodedSample sample : video("libaom-av1", fast, context -> context.gop_size(4), pictures)
                .samples()) {
            samples.add(with(sample, Av1Obus.stripTemporalDelimiters(sample.payload())));
        }
        Payload header = Av1Obus.sequenceHeader(samples.getFirst().payload()).orElseThrow();
        return new Stream(Track.video(Av1Config.fromSequenceHeader(header)), samples);
    }

    public static Stream vp9(int pictures) throws FfmpegException, MediaParseException {
        Map<String, String> fast = Map.of("deadline", "realtime", "cpu-used", "8", "lag-in-frames", "0");
        List<EncodedSample> samples = video("libvpx-vp9", fast, context -> context.gop_size(4), pictures)
                .samples();
        return new Stream(Track.video(Vp9Config.fromKeyFrame(samples.getFirst().payload())), samples);
    }

    /** Kept as a file, since only GPL builds encode HEVC without hardware. Six pictures, 40 + 20 n bright, one IDR. */
    public static Stream hevc(int bitDepth) throws IOException, MediaParseException {
        String name = "/hevc/grey_" + bitDepth + "bit_64x64.h265";
        List<Payload> units;
        try (InputStream in = Objects.requireNonNull(TestCodecs.class.getResourceAsStream(name), name)) {
            units = NalUnits.splitAnnexB(Payload.wrap(in.readAllBytes()));
        }
        List<EncodedSample> samples = new ArrayList<>();
        for (Payload unit : units) {
            if (NalCodec.HEVC.unitType(unit.byteAt(0)) < 32) {
                long ticks = (long) samples.size() * DISTANCE_TICKS;
                samples.add(new EncodedSample(
                        Track.VIDEO_ID, ticks, ticks, samples.isEmpty(), NalUnits.joinWithLengths(List.of(unit))));
            }
        }
        return new Stream(
                Track.video(HevcConfig.fromParameterSets(
                        ofType(NalCodec.HEVC, units, 32),
                        ofType(NalCodec.HEVC, units, 33),
                        ofType(NalCodec.HEVC, units, 34))),
                samples);
    }

    /** H.264 of any encoder of this build, with what {@code configure} asks for. */
    static Stream avc(String encoder, Map<String, String> options, Consumer<AVCodecContext> configure, int pictures)
            throws FfmpegException, MediaParseException {
        Encoded encoded = video(encoder, options, configure, pictures);
        List<Payload> units = NalUnits.splitAnnexB(encoded.extradata());
        List<EncodedSample> samples = encoded.samples().stream()
                .map(sample -> with(sample, NalUnits.fromAnnexB(sample.payload())))
                .toList();
        return new Stream(
                Track.video(
                        AvcConfig.fromParameterSets(ofType(NalCodec.AVC, units, 7), ofType(NalCodec.AVC, units, 8))),
                samples);
    }

    /** Packets of 20 ms of a tone. */
    public static Stream opus(int channelCount, int packets) throws FfmpegException, MediaParseException {
        NativeMemory memory = new NativeMemory("test source");
        List<EncodedSample> samples = new ArrayList<>();
        EncoderContext encoder = EncoderContext.open(
                "libopus",
                Map.of(),
                context -> {
                    context.sample_rate(48_000).sample_fmt(AV_SAMPLE_FMT_FLT).bit_rate(64_000);
                    context.time_base(av_make_q(1, 48_000));
                    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
                    av_channel_layout_default(context.ch_layout(), channelCount);
                },
                memory);
        try {
            for (int i = 0; i < packets; i++) {
                AVFrame frame = tone(encoder.frameSamples(), channelCount, (long) i * encoder.frameSamples());
                encoder.encode(frame, packet -> {
                    byte[] bytes = new byte[packet.size()];
                    packet.data().get(bytes);
                    samples.add(
                            new EncodedSample(Track.AUDIO_ID, packet.pts(), packet.pts(), true, Payload.wrap(bytes)));
                });
                av_frame_free(frame);
            }
            return new Stream(Track.audio(OpusConfig.fromOpusHead(Payload.wrap(encoder.extradata()))), samples);
        } finally {
            encoder.close();
        }
    }

    /** A tone in AAC-LC. */
    public static Stream aac(int frames) throws FfmpegException {
        List<EncodedSample> samples = new ArrayList<>();
        try (AacEncoder encoder = AacEncoder.open(48_000, 2, 96_000, new NativeMemory("test source"))) {
            for (int i = 0; i < frames; i++) {
                float[] block = new float[encoder.frameSamples() * 2];
                for (int at = 0; at < block.length; at++) {
                    block[at] =
                            (float) Math.sin((i * 1_024 + Math.floorDiv(at, 2)) * 2 * Math.PI * 440 / 48_000) * 0.5f;
                }
                encoder.encode(block, i * 1_024L, samples::add);
            }
            encoder.drain(samples::add);
            return new Stream(Track.audio(encoder.parameters()), samples);
        }
    }

    /** H.264 of the encoder that every build has. */
    public static Stream avc(int pictures) throws FfmpegException, MediaParseException {
        return avc(H264EncoderKind.OPENH264.encoderName(), Map.of(), context -> context.gop_size(4), pictures);
    }

    /** The same with pixels of this shape. */
    public static Stream avc(int pictures, Rational pixelShape) throws FfmpegException, MediaParseException {
        return avc(
                H264EncoderKind.OPENH264.encoderName(),
                Map.of(),
                context -> context.sample_aspect_ratio(av_make_q(pixelShape.numerator(), pixelShape.denominator())),
                pictures);
    }

    /** The Opus configuration as files carry it. */
    public static Payload opusHead(OpusParameters codec) throws FfmpegException {
        return AudioDecoder.opusHead(codec);
    }

    private record Encoded(Payload extradata, List<EncodedSample> samples) {}

    private static Encoded video(
            String encoderName, Map<String, String> options, Consumer<AVCodecContext> configure, int pictures)
            throws FfmpegException {
        NativeMemory memory = new NativeMemory("test source");
        List<EncodedSample> samples = new ArrayList<>();
        EncoderContext encoder = EncoderContext.open(
                encoderName,
                options,
                context -> {
                    context.width(SIZE).height(SIZE).pix_fmt(AV_PIX_FMT_YUV420P);
                    context.time_base(av_make_q(1, Timescale.VIDEO.ticksPerSecond()));
                    context.framerate(av_make_q(30, 1)).bit_rate(200_000).thread_count(1);
                    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
                    configure.accept(context);
                },
                memory);
        try {
            for (int i = 0; i < pictures; i++) {
                try (VideoFrame frame =
                        TestPictures.grey(SIZE, SIZE, TestPictures.brightness(i), (long) i * DISTANCE_TICKS, memory)) {
                    encoder.encode(frame.avFrame(), packet -> {
                        byte[] bytes = new byte[packet.size()];
                        packet.data().get(bytes);
                        boolean sync = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
                        samples.add(new EncodedSample(
                                Track.VIDEO_ID, packet.pts(), packet.dts(), sync, Payload.wrap(bytes)));
                    });
                }
            }
            return new Encoded(Payload.wrap(encoder.extradata()), samples);
        } finally {
            encoder.close();
        }
    }

    private static AVFrame tone(int frameSamples, int channelCount, long startTicks) throws FfmpegException {
        AVFrame frame = VideoFrame.allocate();
        frame.format(AV_SAMPLE_FMT_FLT).sample_rate(48_000).nb_samples(frameSamples);
        av_channel_layout_default(frame.ch_layout(), channelCount);
        FfmpegException.check(av_frame_get_buffer(frame, 0), "no memory for a tone");
        frame.pts(startTicks);
        for (int i = 0; i < frameSamples; i++) {
            float value = (float) Math.sin((startTicks + i) * 2 * Math.PI * 440 / 48_000) * 0.5f;
            for (int channel = 0; channel < channelCount; channel++) {
                frame.data(0).putFloat((long) Float.BYTES * (i * channelCount + channel), value);
            }
        }
        return frame;
    }

    private static EncodedSample with(EncodedSample sample, Payload payload) {
        return new EncodedSample(sample.trackId(), sample.ptsTicks(), sample.dtsTicks(), sample.syncSample(), payload);
    }

    private static List<Payload> ofType(NalCodec codec, List<Payload> units, int type) {
        return units.stream()
                .filter(unit -> codec.unitType(unit.byteAt(0)) == type)
                .toList();
    }
}
