package dev.sluice.ffmpeg.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.codec.NalUnits;
import dev.sluice.media.codec.Rational;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class H264EncoderTest {
    private static final int BITRATE_BPS = 400_000;

    private final NativeMemory memory = new NativeMemory("test");

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(memory.bytes()).isZero();
        assertThat(memory.handles()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = H264EncoderKind.class,
            names = {"X264", "OPENH264"})
    void lowLatency_eachPictureComesOutAtOnceWithoutReordering(H264EncoderKind kind) throws Exception {
        TestCodecs.assumeEncoder(kind);
        try (VideoEncoder encoder = H264Encoder.open(kind, settings(30, true), memory)) {
            for (int i = 0; i < 10; i++) {
                List<EncodedSample> samples = new ArrayList<>();
                try (VideoFrame frame = noise(i, i * 3_000L)) {
                    encoder.encode(frame, false, samples::add);
                }
                assertThat(samples).hasSize(1);
                assertThat(samples.getFirst().ptsTicks()).isEqualTo(i * 3_000L);
                assertThat(samples.getFirst().dtsTicks()).isLessThanOrEqualTo(i * 3_000L);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = H264EncoderKind.class,
            names = {"X264", "OPENH264"})
    void sceneChanges_makeNoKeyFramesThatNobodyAskedFor(H264EncoderKind kind) throws Exception {
        TestCodecs.assumeEncoder(kind);
        List<EncodedSample> samples = new ArrayList<>();
        try (VideoEncoder encoder = H264Encoder.open(kind, settings(30, true), memory)) {
            for (int i = 0; i < 120; i++) {
                // A new scene every ten pictures, key frames asked for elsewhere.
                try (VideoFrame frame = noise(i / 10, i * 3_000L)) {
                    encoder.encode(frame, i == 57 || i == 58, samples::add);
                }
            }
            encoder.drain(samples::add);
        }
        assertThat(samples).hasSize(120);
        List<Long> keyFrames = samples.stream()
                .filter(EncodedSample::syncSample)
                .map(EncodedSample::ptsTicks)
                .toList();
        List<Long> asked = List.of(0L, 57 * 3_000L, 58 * 3_000L);
        if (kind == H264EncoderKind.OPENH264) {
            // It cannot be told to leave out its own, which it puts where scenes change.
            assertThat(keyFrames).containsAll(asked);
            assertThat(keyFrames).allMatch(ticks -> asked.contains(ticks) || ticks % 30_000 == 0);
        } else {
            assertThat(keyFrames).isEqualTo(asked);
        }
        for (EncodedSample sample : samples) {
            assertThat(NalUnits.containsAvcIdr(sample.payload())).isEqualTo(sample.syncSample());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = H264EncoderKind.class,
            names = {"X264", "OPENH264"})
    void bitrate_isKeptOverSomeSeconds(H264EncoderKind kind) throws Exception {
        TestCodecs.assumeEncoder(kind);
        int seconds = 4;
        List<EncodedSample> samples = new ArrayList<>();
        try (VideoEncoder encoder = H264Encoder.open(kind, settings(30, true), memory)) {
            for (int i = 0; i < 30 * seconds; i++) {
                try (VideoFrame frame = noise(i / 3, i * 3_000L)) {
                    encoder.encode(frame, false, samples::add);
                }
            }
            encoder.drain(samples::add);
        }
        long bits = samples.stream()
                .mapToLong(sample -> sample.payload().sizeBytes() * 8L)
                .sum();
        assertThat((double) bits / seconds / BITRATE_BPS).isCloseTo(1, within(0.35));
    }

    @Test
    void severalKinds_theFirstThatOpensIsTaken() throws Exception {
        List<H264EncoderKind> order = List.of(H264EncoderKind.VAAPI, H264EncoderKind.OPENH264, H264EncoderKind.X264);
        if (VideoEncoders.whyNot(H264EncoderKind.VAAPI).isEmpty()) {
            order = order.subList(1, 3);
        }
        try (VideoEncoder encoder = VideoEncoders.open(order, settings(30, true), memory)) {
            assertThat(encoder.name()).isEqualTo("libopenh264");
        }
        assertThat(VideoEncoders.anyUsable(List.of())).isFalse();
        assertThat(VideoEncoders.anyUsable(order)).isTrue();
        assertThatThrownBy(() -> VideoEncoders.open(List.of(), settings(30, true), memory)
                        .close())
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("none of the H.264 encoders");
    }

    @Test
    void encoderThatRefusesTheSize_saysSoAndHoldsNothing() {
        VideoEncoderSettings huge = VideoEncoderSettings.of(32_768, 32_768, new Rational(30, 1), "superfast")
                .bitrate(BITRATE_BPS, BITRATE_BPS, BITRATE_BPS)
                .lowLatency(true)
                .build();
        assertThatThrownBy(() -> VideoEncoders.open(List.of(H264EncoderKind.OPENH264), huge, memory)
                        .close())
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("libopenh264");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 12, 255})
    void coloursThatMakeNoSense_doNotKeepTheEncoderFromOpening(int code) throws Exception {
        for (H264EncoderKind kind : List.of(H264EncoderKind.X264, H264EncoderKind.OPENH264)) {
            if (!TestCodecs.hasEncoder(kind.encoderName())) {
                continue;
            }
            List<EncodedSample> samples = new ArrayList<>();
            try (VideoFrame frame = noise(1, 0)) {
                frame.avFrame().color_primaries(code).color_trc(code).colorspace(code);
                frame.avFrame().chroma_location(code);
                VideoEncoderSettings base = settings(30, true);
                VideoEncoderSettings coloured = VideoEncoderSettings.of(
                                base.width(), base.height(), base.frameRate(), base.preset())
                        .bitrate(base.bitrateBps(), base.maxBitrateBps(), base.bufferBits())
                        .lowLatency(true)
                        .colour(frame.colour())
                        .build();
                try (VideoEncoder encoder = H264Encoder.open(kind, coloured, memory)) {
                    encoder.encode(frame, false, samples::add);
                    encoder.drain(samples::add);
                }
            }
            assertThat(samples).as(kind.encoderName()).hasSize(1);
        }
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatThrownBy(() -> settings(0, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VideoEncoderSettings.of(321, 180, Rational.ONE, "fast")
                        .bitrate(1, 1, 1)
                        .lowLatency(true)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("321x180");
        assertThatThrownBy(() -> VideoEncoderSettings.of(320, 180, Rational.ONE, "fast")
                        .bitrate(2, 1, 1)
                        .lowLatency(true)
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new VideoDecoderSettings(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static VideoEncoderSettings settings(int framesPerSecond, boolean lowLatency) {
        return VideoEncoderSettings.of(
                        TestPictures.WIDTH, TestPictures.HEIGHT, new Rational(framesPerSecond, 1), "superfast")
                .bitrate(BITRATE_BPS, BITRATE_BPS * 11 / 10, BITRATE_BPS)
                .lowLatency(lowLatency)
                .build();
    }

    /** Soft blotches, other ones for each seed: something to spend bits on. */
    private VideoFrame noise(int seed, long ptsTicks) throws FfmpegException {
        Random random = new Random(seed);
        int block = 10;
        int width = TestPictures.WIDTH;
        int height = TestPictures.HEIGHT;
        byte[] luma = new byte[width * height];
        byte[] grid = new byte[(width / block) * (height / block)];
        random.nextBytes(grid);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                luma[y * width + x] = (byte) (40 + (grid[y / block * (width / block) + x / block] & 0x7F));
            }
        }
        byte[] chroma = new byte[width / 2 * height / 2];
        Arrays.fill(chroma, (byte) 128);
        return VideoFrame.ofYuv420(width, height, ptsTicks, luma, chroma, chroma, memory);
    }
}
