package dev.sluice.ffmpeg.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.codec.Rational;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an encoder for files makes depends on nothing that other encoders left in native memory. */
class EqualBytesTest {
    /** Five macroblocks, which fill no vector register. */
    private static final int WIDTH = 80;

    private static final int HEIGHT = 64;
    private static final int PICTURES = 30;
    private static final int TIMES = 12;
    private static final int TEXTURE_SIDE = 512;

    private final NativeMemory memory = new NativeMemory("test");

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(memory.bytes()).isZero();
        assertThat(memory.handles()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void samePictures_inMemoryThatOtherFilmsUsed_areTheSameBytes(VideoCodec codec) throws Exception {
        assumeTrue(FileEncoders.has(codec), "this build of FFmpeg has no encoder for " + codec);
        List<EncodedSample> first = encode(codec, WIDTH, HEIGHT, /* film= */ 0);
        for (int i = 1; i < TIMES; i++) {
            // Of other sizes too, so that what they leave lies elsewhere.
            encode(codec, WIDTH + 16 * (i % 5), HEIGHT + 16 * (i % 3), i);

            assertThat(encode(codec, WIDTH, HEIGHT, /* film= */ 0)).isEqualTo(first);
        }
    }

    private List<EncodedSample> encode(VideoCodec codec, int width, int height, int film) throws FfmpegException {
        VideoEncoderSettings settings = VideoEncoderSettings.of(width, height, new Rational(25, 1), "veryfast")
                .quality(/* crf= */ 23, /* maxBitrateBps= */ 400_000, /* bufferBits= */ 600_000)
                .build();
        byte[] texture = texture(film);
        List<EncodedSample> samples = new ArrayList<>();
        try (VideoEncoder encoder = FileEncoders.open(codec, settings, memory)) {
            for (int i = 0; i < PICTURES; i++) {
                try (VideoFrame picture = picture(texture, width, height, i)) {
                    encoder.encode(picture, i == 0, samples::add);
                }
            }
            encoder.drain(samples::add);
        }
        assertThat(samples).hasSize(PICTURES);
        return samples;
    }

    /** Blocks of eight by eight, each of one brightness, under grain. */
    private static byte[] texture(int film) {
        Random random = new Random(film);
        byte[] blocks = new byte[TEXTURE_SIDE / 8 * (TEXTURE_SIDE / 8)];
        random.nextBytes(blocks);
        byte[] texture = new byte[TEXTURE_SIDE * TEXTURE_SIDE];
        for (int y = 0; y < TEXTURE_SIDE; y++) {
            for (int x = 0; x < TEXTURE_SIDE; x++) {
                int block = blocks[y / 8 * (TEXTURE_SIDE / 8) + x / 8] & 0x7F;
                texture[y * TEXTURE_SIDE + x] = (byte) (60 + block / 2 + random.nextInt(40));
            }
        }
        return texture;
    }

    /** A part of the texture, which moves to the right: the vectors of the last macroblocks point into the picture. */
    private VideoFrame picture(byte[] texture, int width, int height, int index) throws FfmpegException {
        byte[] luma = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                luma[y * width + x] = texture[(y + index) * TEXTURE_SIDE + Math.floorMod(x - 6 * index, TEXTURE_SIDE)];
            }
        }
        byte[] chroma = new byte[width / 2 * (height / 2)];
        Arrays.fill(chroma, (byte) 128);
        return VideoFrame.ofYuv420(width, height, index * 3_600L, luma, chroma, chroma, memory);
    }
}
