package dev.sluice.ffmpeg.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.NalCodec;
import dev.sluice.media.codec.NalUnits;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class H264RoundTripTest {
    private static final List<Long> STEADY_30 =
            LongStream.range(0, 40).map(i -> 7_000 + i * 3_000).boxed().toList();

    private final NativeMemory memory = new NativeMemory("test");

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(memory.bytes()).isZero();
        assertThat(memory.handles()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void encodeAndDecode_givesPicturesTimesAndKeyFramesBack(boolean lowLatency) throws Exception {
        try (VideoEncoder encoder = x264(TestPictures.settings(lowLatency))) {
            List<EncodedSample> samples = TestPictures.encode(encoder, STEADY_30, List.of(11, 25), memory);

            assertThat(samples).hasSize(STEADY_30.size());
            assertThat(keyFrameTimes(samples)).containsExactly(7_000L, 40_000L, 82_000L);
            assertDtsRises(samples);
            assertThat(hasReordering(samples)).isEqualTo(!lowLatency);
            assertDecodesTo(encoder.parameters(), samples, STEADY_30);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = H264EncoderKind.class,
            names = {"X264", "OPENH264"})
    void cpuEncoders_giveCanonicalSamplesAndParameters(H264EncoderKind kind) throws Exception {
        TestCodecs.assumeEncoder(kind);
        try (VideoEncoder encoder = H264Encoder.open(kind, TestPictures.settings(true), memory)) {
            List<EncodedSample> samples = TestPictures.encode(encoder, STEADY_30, List.of(20), memory);

            VideoFormat format = encoder.parameters().format();
            assertThat(format.width()).isEqualTo(TestPictures.WIDTH);
            assertThat(format.height()).isEqualTo(TestPictures.HEIGHT);
            assertThat(format.sampleAspectRatio()).isEqualTo(Rational.ONE);
            assertThat(keyFrameTimes(samples)).containsExactly(7_000L, 67_000L);
            for (EncodedSample sample : samples) {
                assertThat(NalUnits.toCanonical(NalCodec.AVC, sample.payload(), 4))
                        .isSameAs(sample.payload());
                assertThat(NalUnits.containsAvcIdr(sample.payload())).isEqualTo(sample.syncSample());
            }
            assertDecodesTo(encoder.parameters(), samples, STEADY_30);
        }
    }

    @Test
    void x264_writesTheFrameRateAndNotTheTimeBase() throws Exception {
        VideoEncoderSettings ntsc = VideoEncoderSettings.of(320, 180, new Rational(30_000, 1_001), "superfast")
                .bitrate(500_000, 500_000, 500_000)
                .lowLatency(true)
                .build();
        try (VideoEncoder encoder = x264(ntsc)) {
            assertThat(encoder.parameters().format().frameRate()).isEqualTo(new Rational(30_000, 1_001));
            assertThat(encoder.parameters().codecString()).startsWith("avc1.64");
        }
    }

    @Test
    void unevenTimes_goThroughUnchanged() throws Exception {
        List<Long> uneven = List.of(0L, 3_003L, 6_006L, 15_000L, 15_001L, 90_000L, 91_500L, 200_000L);
        try (VideoEncoder encoder = x264(TestPictures.settings(false))) {
            List<EncodedSample> samples = TestPictures.encode(encoder, uneven, List.of(5), memory);

            assertDtsRises(samples);
            assertThat(keyFrameTimes(samples)).containsExactly(0L, 90_000L);
            assertDecodesTo(encoder.parameters(), samples, uneven);
        }
    }

    @Test
    void colour_isWrittenAndReadBack() throws Exception {
        VideoColour bt709Full = new VideoColour(1, 1, 1, true, 1);
        VideoEncoderSettings base = TestPictures.settings(true);
        VideoEncoderSettings coloured = VideoEncoderSettings.of(
                        base.width(), base.height(), base.frameRate(), base.preset())
                .bitrate(base.bitrateBps(), base.maxBitrateBps(), base.bufferBits())
                .lowLatency(true)
                .colour(bt709Full)
                .build();
        try (VideoEncoder encoder = x264(coloured);
                VideoDecoder decoder = VideoDecoder.open(encoder.parameters(), VideoDecoderSettings.DEFAULTS, memory)) {
            List<VideoColour> seen = new ArrayList<>();
            for (EncodedSample sample : TestPictures.encode(encoder, List.of(0L, 3_000L), List.of(), memory)) {
                decoder.decode(sample, frame -> {
                    seen.add(frame.colour());
                    frame.close();
                });
            }
            assertThat(seen).containsOnly(bt709Full).hasSize(2);
        }
    }

    @Test
    void garbageSamples_areRefusedAndTheNextKeyFrameDecodes() throws Exception {
        try (VideoEncoder encoder = onTheCpu(TestPictures.settings(true));
                VideoDecoder decoder = VideoDecoder.open(encoder.parameters(), VideoDecoderSettings.DEFAULTS, memory)) {
            EncodedSample good =
                    TestPictures.encode(encoder, List.of(0L), List.of(), memory).getFirst();
            EncodedSample garbage =
                    new EncodedSample(Track.VIDEO_ID, 0, 0, true, Payload.wrap(new byte[] {0, 0, 0, 9, 1, 2, 3}));
            List<Long> decoded = new ArrayList<>();

            assertThatThrownBy(() -> decoder.decode(garbage, VideoFrame::close)).isInstanceOf(FfmpegException.class);
            decoder.decode(good, frame -> {
                decoded.add(frame.ptsTicks());
                frame.close();
            });
            assertThat(decoded).containsExactly(0L);
        }
    }

    @Test
    void pictureBeyondMaxPixels_isRefused() throws Exception {
        try (VideoEncoder encoder = onTheCpu(TestPictures.settings(true))) {
            AvcParameters honest = (AvcParameters) encoder.parameters();
            AvcParameters lying = new AvcParameters(
                    new VideoFormat(16, 16, Rational.ONE, null),
                    honest.sequenceParameterSets(),
                    honest.pictureParameterSets(),
                    honest.configurationRecord(),
                    honest.codecString());
            VideoDecoderSettings tiny = new VideoDecoderSettings(1, 320 * 180 - 1);
            EncodedSample sample =
                    TestPictures.encode(encoder, List.of(0L), List.of(), memory).getFirst();

            assertThatThrownBy(() -> VideoDecoder.open(honest, tiny, memory).close())
                    .isInstanceOf(FfmpegException.class)
                    .hasMessageContaining("320x180");
            List<Long> decoded = new ArrayList<>();
            assertThatThrownBy(() -> {
                        try (VideoDecoder decoder = VideoDecoder.open(lying, tiny, memory)) {
                            decoder.decode(sample, frame -> {
                                decoded.add(frame.ptsTicks());
                                frame.close();
                            });
                        }
                    })
                    .isInstanceOf(FfmpegException.class);
            assertThat(decoded).isEmpty();
        }
    }

    @Test
    void scaler_keepsThePictureAndFollowsANewSourceSize() throws Exception {
        try (Scaler scaler = new Scaler(160, 90, memory)) {
            for (int[] size : new int[][] {{320, 180}, {640, 360}, {160, 90}}) {
                try (VideoFrame source = TestPictures.grey(size[0], size[1], 200, 42, memory);
                        VideoFrame scaled = scaler.scale(source)) {
                    assertThat(scaled.width()).isEqualTo(160);
                    assertThat(scaled.height()).isEqualTo(90);
                    assertThat(scaled.ptsTicks()).isEqualTo(42);
                    assertThat(scaled.lumaAt(20, 45)).isCloseTo(200, within(2));
                    assertThat(scaled.lumaAt(140, 45)).isCloseTo(100, within(2));
                }
            }
        }
    }

    @Test
    void sharedFrame_isFreedWithItsLastHandle() throws Exception {
        VideoFrame first = TestPictures.grey(64, 64, 100, 0, memory);
        VideoFrame second = first.share();
        long bytes = memory.bytes();
        first.close();
        first.close();

        assertThat(memory.bytes()).isEqualTo(bytes).isPositive();
        assertThat(second.lumaAt(1, 1)).isEqualTo(100);
        second.close();
    }

    private VideoEncoder x264(VideoEncoderSettings settings) throws FfmpegException {
        TestCodecs.assumeX264();
        return H264Encoder.open(H264EncoderKind.X264, settings, memory);
    }

    /** Any encoder that this build has on the CPU. */
    private VideoEncoder onTheCpu(VideoEncoderSettings settings) throws FfmpegException {
        return VideoEncoders.open(List.of(H264EncoderKind.X264, H264EncoderKind.OPENH264), settings, memory);
    }

    private static List<Long> keyFrameTimes(List<EncodedSample> samples) {
        return samples.stream()
                .filter(EncodedSample::syncSample)
                .map(EncodedSample::ptsTicks)
                .toList();
    }

    private static boolean hasReordering(List<EncodedSample> samples) {
        for (int i = 1; i < samples.size(); i++) {
            if (samples.get(i).ptsTicks() < samples.get(i - 1).ptsTicks()) {
                return true;
            }
        }
        return false;
    }

    private static void assertDtsRises(List<EncodedSample> samples) {
        for (int i = 0; i < samples.size(); i++) {
            EncodedSample sample = samples.get(i);
            assertThat(sample.dtsTicks()).isLessThanOrEqualTo(sample.ptsTicks());
            if (i > 0) {
                assertThat(sample.dtsTicks()).isGreaterThan(samples.get(i - 1).dtsTicks());
            }
        }
    }

    private void assertDecodesTo(VideoParameters parameters, List<EncodedSample> samples, List<Long> ptsTicks)
            throws FfmpegException {
        List<Long> times = new ArrayList<>();
        FrameSink<VideoFrame> check = frame -> {
            try (frame) {
                int expected = TestPictures.brightness(times.size());
                assertThat(frame.lumaAt(40, 90)).isCloseTo(expected, within(6));
                assertThat(frame.lumaAt(280, 90)).isCloseTo(expected / 2, within(6));
                times.add(frame.ptsTicks());
            }
        };
        try (VideoDecoder decoder = VideoDecoder.open(parameters, VideoDecoderSettings.DEFAULTS, memory)) {
            for (EncodedSample sample : samples) {
                decoder.decode(sample, check);
            }
            decoder.drain(check);
        }
        assertThat(times).isEqualTo(ptsTicks);
    }
}
