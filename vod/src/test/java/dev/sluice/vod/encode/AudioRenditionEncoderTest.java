package dev.sluice.vod.encode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.AudioDecoder;
import dev.sluice.ffmpeg.codec.AudioFrame;
import dev.sluice.ffmpeg.codec.Resampler;
import dev.sluice.ffmpeg.file.FileInput;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.vod.plan.LadderPlan;
import dev.sluice.vod.source.SourceLimits;
import dev.sluice.vod.testing.RecordingSink;
import dev.sluice.vod.testing.RecordingSink.Segment;
import dev.sluice.vod.testing.TestFilm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioRenditionEncoderTest {
    private static final int RATE_HZ = 48_000;
    private final long handlesBefore = NativeMemory.process().handles();

    @TempDir
    private Path folder;

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(NativeMemory.process().handles()).isEqualTo(handlesBefore);
    }

    @Test
    void sound_isCutAtTheBoundariesOfThePictures() throws Exception {
        Path file = folder.resolve("film.mp4");
        TestFilm.silent("mp4", TestFilm.steady(100), TestFilm.CLOSED)
                .withSound(0, 4)
                .write(file);
        LadderPlan plan = PieceEncoderTest.plan(file);

        RecordingSink sink = encode(file, plan);

        assertThat(plan.segmentStartTicks()).containsExactly(0L, 90_000L, 180_000L, 270_000L);
        long expected = 0;
        for (Segment segment :
                Objects.requireNonNull(sink.segments().get("audio-1")).values()) {
            long firstSample = segment.samples().getFirst().ptsTicks();
            assertThat(firstSample * 90_000).isGreaterThanOrEqualTo(segment.startTicks() * RATE_HZ);
            assertThat((firstSample - 1_024) * 90_000).isLessThan(segment.startTicks() * RATE_HZ);
            for (EncodedSample sample : segment.samples()) {
                assertThat(sample.ptsTicks()).isEqualTo(expected);
                expected += 1_024;
            }
        }
        assertThat(expected).isBetween(4L * RATE_HZ, 4L * RATE_HZ + 2_048);
    }

    @Test
    void soundThatBeginsLater_isSilentBefore() throws Exception {
        Path file = folder.resolve("late.mp4");
        TestFilm.silent("mp4", TestFilm.steady(100), TestFilm.CLOSED)
                .withSound(90_000, 2)
                .write(file);
        LadderPlan plan = PieceEncoderTest.plan(file);

        float[] heard = decode(encode(file, plan));

        assertThat(loudness(heard, 0.1, 0.9)).isLessThan(0.01f);
        assertThat(loudness(heard, 1.1, 2.8)).isBetween(0.25f, 0.45f);
        assertThat(loudness(heard, 3.1, 3.9)).isLessThan(0.01f);
        assertThat(firstLoud(heard) / (double) RATE_HZ).isBetween(0.975, 1.005);
    }

    private static RecordingSink encode(Path file, LadderPlan plan) throws Exception {
        RecordingSink sink = new RecordingSink();
        try (FileInput input = FileInput.open(file)) {
            new AudioRenditionEncoder(SourceLimits.DEFAULTS)
                    .encode(input, plan, plan.audio().getFirst(), sink, EncodeMonitor.NONE);
        }
        return sink;
    }

    private static float[] decode(RecordingSink sink) throws Exception {
        AudioParameters codec = (AudioParameters)
                Objects.requireNonNull(sink.tracks().get("audio-1")).codec();
        NativeMemory memory = new NativeMemory("test");
        List<AudioFrame> frames = new ArrayList<>();
        float[] heard = new float[10 * RATE_HZ];
        try (AudioDecoder decoder = AudioDecoder.open(codec, memory);
                Resampler plain = new Resampler(RATE_HZ, 1, memory)) {
            for (EncodedSample sample : sink.samples("audio-1")) {
                decoder.decode(sample, frames::add);
            }
            decoder.drain(frames::add);
            for (AudioFrame frame : frames) {
                float[] block = plain.convert(frame);
                System.arraycopy(block, 0, heard, (int) frame.ptsTicks(), block.length);
            }
        } finally {
            frames.forEach(AudioFrame::close);
        }
        return heard;
    }

    private static float loudness(float[] heard, double fromSeconds, double toSeconds) {
        double sum = 0;
        int from = (int) (fromSeconds * RATE_HZ);
        int to = (int) (toSeconds * RATE_HZ);
        for (int i = from; i < to; i++) {
            sum += heard[i] * heard[i];
        }
        return (float) Math.sqrt(sum / (to - from));
    }

    private static int firstLoud(float[] heard) {
        for (int i = 0; i < heard.length; i++) {
            if (Math.abs(heard[i]) > 0.1) {
                return i;
            }
        }
        return -1;
    }
}
