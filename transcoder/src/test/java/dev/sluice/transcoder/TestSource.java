package dev.sluice.transcoder;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.AacEncoder;
import dev.sluice.ffmpeg.codec.H264EncoderKind;
import dev.sluice.ffmpeg.codec.VideoEncoder;
import dev.sluice.ffmpeg.codec.VideoEncoderSettings;
import dev.sluice.ffmpeg.codec.VideoEncoders;
import dev.sluice.ffmpeg.codec.VideoFrame;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.NalUnits;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A synthetic source: grey pictures whose brightness tells which one it is, or a tone.
 *
 * @param samples in decode order
 */
record TestSource(Track track, List<EncodedSample> samples) {
    static final int SAMPLE_RATE_HZ = 48_000;

    static final List<H264EncoderKind> ON_THE_CPU = List.of(H264EncoderKind.X264, H264EncoderKind.OPENH264);

    static boolean hasX264() {
        return VideoEncoders.anyUsable(List.of(H264EncoderKind.X264));
    }

    static List<Long> steadyTimes(int count, long distanceTicks) {
        return LongStream.range(0, count).map(i -> i * distanceTicks).boxed().toList();
    }

    /** @param bFrames whether decode order differs from presentation order */
    static TestSource video(int width, int height, List<Long> ptsTicks, Rational frameRate, boolean bFrames)
            throws FfmpegException {
        if (bFrames) {
            assumeTrue(hasX264(), "B-frames need x264, which this build of FFmpeg is without");
        }
        NativeMemory memory = new NativeMemory("test source");
        VideoEncoderSettings settings = VideoEncoderSettings.of(width, height, frameRate, "veryfast")
                .bitrate(800_000, 900_000, 1_200_000)
                .lowLatency(!bFrames)
                .build();
        List<EncodedSample> samples = new ArrayList<>();
        try (VideoEncoder encoder = VideoEncoders.open(ON_THE_CPU, settings, memory)) {
            for (int i = 0; i < ptsTicks.size(); i++) {
                try (VideoFrame frame = picture(width, height, i, ptsTicks.get(i), memory)) {
                    encoder.encode(frame, i % 50 == 0, samples::add);
                }
            }
            encoder.drain(samples::add);
            return new TestSource(Track.video(encoder.parameters()), samples);
        }
    }

    /** The same pictures later, with the parameter sets in front of each key frame. */
    TestSource later(long byTicks) {
        AvcParameters codec = (AvcParameters) track.codec();
        List<Payload> sets = new ArrayList<>(codec.sequenceParameterSets());
        sets.addAll(codec.pictureParameterSets());
        byte[] prefix = NalUnits.joinWithLengths(sets).toByteArray();
        List<EncodedSample> moved = new ArrayList<>();
        for (EncodedSample sample : samples) {
            Payload payload = sample.payload();
            if (sample.syncSample()) {
                byte[] whole = Arrays.copyOf(prefix, prefix.length + payload.sizeBytes());
                payload.copyTo(whole, prefix.length);
                payload = Payload.wrap(whole);
            }
            moved.add(new EncodedSample(
                    sample.trackId(),
                    sample.ptsTicks() + byTicks,
                    sample.dtsTicks() + byTicks,
                    sample.syncSample(),
                    payload));
        }
        return new TestSource(track, moved);
    }

    /** A 440 Hz tone. */
    static TestSource audio(int frames) throws FfmpegException {
        List<EncodedSample> samples = new ArrayList<>();
        try (AacEncoder encoder = AacEncoder.open(SAMPLE_RATE_HZ, 2, 128_000, new NativeMemory("test source"))) {
            float[] block = new float[encoder.frameSamples() * 2];
            for (int i = 0; i < frames; i++) {
                for (int s = 0; s < block.length; s++) {
                    long at = (long) i * encoder.frameSamples() + s / 2;
                    block[s] = (float) Math.sin(at * 2 * Math.PI * 440 / SAMPLE_RATE_HZ) * 0.5f;
                }
                encoder.encode(block, (long) i * encoder.frameSamples(), samples::add);
            }
            encoder.drain(samples::add);
            return new TestSource(Track.audio(encoder.parameters()), samples);
        }
    }

    static int brightness(int index) {
        return 40 + index * 5 % 180;
    }

    private static VideoFrame picture(int width, int height, int index, long ptsTicks, NativeMemory memory)
            throws FfmpegException {
        byte[] luma = new byte[width * height];
        Arrays.fill(luma, (byte) brightness(index));
        byte[] chroma = new byte[width / 2 * (height / 2)];
        Arrays.fill(chroma, (byte) 128);
        return VideoFrame.ofYuv420(width, height, ptsTicks, luma, chroma, chroma, memory);
    }
}
