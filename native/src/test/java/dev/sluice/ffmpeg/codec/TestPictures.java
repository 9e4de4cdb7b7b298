package dev.sluice.ffmpeg.codec;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.codec.Rational;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Grey pictures whose brightness tells which one it is, and streams made of them. */
final class TestPictures {
    static final int WIDTH = 320;
    static final int HEIGHT = 180;

    private TestPictures() {}

    /** Left half of this brightness, right half darker, so that scaling and cropping show. */
    static VideoFrame grey(int width, int height, int brightness, long ptsTicks, NativeMemory memory)
            throws FfmpegException {
        byte[] luma = new byte[width * height];
        for (int y = 0; y < height; y++) {
            Arrays.fill(luma, y * width, y * width + width / 2, (byte) brightness);
            Arrays.fill(luma, y * width + width / 2, (y + 1) * width, (byte) (brightness / 2));
        }
        byte[] chroma = new byte[width / 2 * (height / 2)];
        Arrays.fill(chroma, (byte) 128);
        return VideoFrame.ofYuv420(width, height, ptsTicks, luma, chroma, chroma, memory);
    }

    static VideoEncoderSettings settings(boolean lowLatency) {
        return VideoEncoderSettings.of(WIDTH, HEIGHT, new Rational(30, 1), "veryfast")
                .bitrate(/* bitrateBps= */ 500_000, /* maxBitrateBps= */ 600_000, /* bufferBits= */ 750_000)
                .lowLatency(lowLatency)
                .build();
    }

    /** Encodes pictures at the given times, an IDR at each index in {@code idrAt}. */
    static List<EncodedSample> encode(
            VideoEncoder encoder, List<Long> ptsTicks, List<Integer> idrAt, NativeMemory memory)
            throws FfmpegException {
        List<EncodedSample> samples = new ArrayList<>();
        for (int i = 0; i < ptsTicks.size(); i++) {
            try (VideoFrame frame = grey(WIDTH, HEIGHT, brightness(i), ptsTicks.get(i), memory)) {
                encoder.encode(frame, idrAt.contains(i), samples::add);
            }
        }
        encoder.drain(samples::add);
        return samples;
    }

    static int brightness(int index) {
        return 40 + index * 5 % 180;
    }
}
