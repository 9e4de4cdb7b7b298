package dev.sluice.ffmpeg.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AacParameters;
import dev.sluice.media.codec.AudioParameters;
import dev.sluice.media.codec.OpusParameters;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioTest {
    private final NativeMemory memory = new NativeMemory("test");

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(memory.bytes()).isZero();
        assertThat(memory.handles()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"48000,1", "44100,2", "48000,6", "22050,2"})
    void aac_keepsRateChannelsAndAGaplessTimeline(int rateHz, int channels) throws Exception {
        List<Long> times = new ArrayList<>();
        try (AacEncoder encoder = AacEncoder.open(rateHz, channels, 64_000 * channels, memory);
                AudioDecoder decoder = AudioDecoder.open(encoder.parameters(), memory)) {
            List<EncodedSample> samples = encode(encoder, sine(rateHz, channels, 20 * 1_024), 500);
            FrameSink<AudioFrame> sink = frame -> {
                try (frame) {
                    times.add(frame.ptsTicks());
                    assertThat(frame.sampleRateHz()).isEqualTo(rateHz);
                    assertThat(frame.channelCount()).isEqualTo(channels);
                    assertThat(frame.sampleCount()).isEqualTo(1_024);
                    assertThat(memory.bytes()).isGreaterThanOrEqualTo(1_024L * channels * Float.BYTES);
                }
            };
            for (EncodedSample sample : samples) {
                decoder.decode(sample, sink);
            }
            decoder.drain(sink);
            assertThat(samples).hasSize(20);
            assertThat(encoder.parameters().channelCount()).isEqualTo(channels);
        }
        assertThat(times).hasSize(20).startsWith(500L, 1_524L).endsWith(500L + 19 * 1_024);
    }

    @Test
    void aac_soundComesOutAtTheTimeItWentIn() throws Exception {
        float[] sound = new float[20 * 1_024];
        int burstAt = 9 * 1_024 + 300;
        for (int i = 0; i < 400; i++) {
            sound[burstAt + i] = (float) Math.sin(i * 2 * Math.PI * 1_000 / 48_000) * 0.8f;
        }
        try (AacEncoder encoder = AacEncoder.open(48_000, 1, 128_000, memory)) {
            List<EncodedSample> samples = encode(encoder, sound, 0);
            float[] heard = decode(encoder.parameters(), samples, 48_000, 1);

            assertThat(firstLoud(heard, 0.2f)).isCloseTo(firstLoud(sound, 0.2f), within(30));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void opus_isDecodedOnItsTimeline(int channels) throws Exception {
        TestCodecs.Stream stream = TestCodecs.opus(channels, 10);
        List<Long> times = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        try (AudioDecoder decoder =
                AudioDecoder.open((AudioParameters) stream.track().codec(), memory)) {
            FrameSink<AudioFrame> sink = frame -> {
                try (frame) {
                    times.add(frame.ptsTicks());
                    lengths.add(frame.sampleCount());
                    assertThat(frame.channelCount()).isEqualTo(channels);
                    assertThat(frame.sampleRateHz()).isEqualTo(48_000);
                }
            };
            for (EncodedSample sample : stream.samples()) {
                decoder.decode(sample, sink);
            }
            decoder.drain(sink);
            assertThat(decoder.name()).isIn("opus", "libopus");
        }
        assertThat(times.size()).isBetween(9, 10);
        assertThat(times.getFirst()).isZero();
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isEqualTo((long) lengths.get(i - 1));
        }
    }

    @Test
    void brokenOpusRecordAndTooManyChannels_areRefused() throws Exception {
        OpusParameters opus = (OpusParameters) TestCodecs.opus(2, 1).track().codec();
        OpusParameters shortRecord = new OpusParameters(
                opus.channelCount(), opus.preSkipSamples(), opus.samplesPerFrame(), Payload.wrap(new byte[4]));
        AacParameters crowd = new AacParameters(2, 48_000, 9, 1_024, Payload.wrap(new byte[] {0x11, (byte) 0x90}));

        assertThatThrownBy(() -> AudioDecoder.open(shortRecord, memory).close())
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("too short");
        assertThatThrownBy(() -> AudioDecoder.open(crowd, memory).close())
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("9 audio channels");
    }

    @Test
    void garbageAac_isRefusedAndTheNextSampleDecodes() throws Exception {
        try (AacEncoder encoder = AacEncoder.open(48_000, 2, 128_000, memory);
                AudioDecoder decoder = AudioDecoder.open(encoder.parameters(), memory)) {
            List<EncodedSample> samples = encode(encoder, sine(48_000, 2, 4 * 1_024), 0);
            byte[] noise = new byte[200];
            Arrays.fill(noise, (byte) 0xA5);
            List<Long> times = new ArrayList<>();
            FrameSink<AudioFrame> sink = frame -> {
                try (frame) {
                    times.add(frame.ptsTicks());
                }
            };
            assertThatThrownBy(() ->
                            decoder.decode(new EncodedSample(Track.AUDIO_ID, 0, 0, true, Payload.wrap(noise)), sink))
                    .isInstanceOf(FfmpegException.class)
                    .hasMessageContaining("aac");
            for (EncodedSample sample : samples) {
                decoder.decode(sample, sink);
            }
            assertThat(times).contains(3_072L);
        }
    }

    @Test
    @SuppressWarnings("try") // Closing twice is what is tried.
    void encoderThatCannotOpen_saysSoAndHoldsNothing() throws Exception {
        assertThatThrownBy(() -> AacEncoder.open(12_345, 2, 96_000, memory).close())
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("aac");
        try (AacEncoder encoder = AacEncoder.open(48_000, 2, 96_000, memory)) {
            assertThatThrownBy(() -> encoder.encode(new float[10], 0, sample -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("10 values");
            encoder.close();
        }
    }

    @Test
    void resampler_44100MonoTo48000Stereo_doesNotDrift() throws Exception {
        try (AacEncoder encoder = AacEncoder.open(44_100, 1, 64_000, memory)) {
            int frames = 430;
            List<EncodedSample> samples = encode(encoder, sine(44_100, 1, frames * 1_024), 0);
            float[] stereo = decode(encoder.parameters(), samples, 48_000, 2);

            long expected = Math.round(frames * 1_024 * 48_000.0 / 44_100);
            assertThat((long) stereo.length / 2).isCloseTo(expected, within(64L));
            assertThat(stereo[20_000]).isEqualTo(stereo[20_001]);
            assertThat(peak(stereo, 20_000, 60_000)).isCloseTo(0.5f, within(0.16f));
        }
    }

    @Test
    void resampler_followsASourceThatChanges() throws Exception {
        try (Resampler resampler = new Resampler(48_000, 2, memory);
                AacEncoder mono = AacEncoder.open(44_100, 1, 64_000, memory);
                AacEncoder surround = AacEncoder.open(48_000, 6, 256_000, memory)) {
            assertThat(resampler.drain()).isEmpty();
            assertThat(resampler.delaySamples()).isZero();
            for (AacEncoder encoder : List.of(mono, surround, mono)) {
                List<Integer> converted = new ArrayList<>();
                try (AudioDecoder decoder = AudioDecoder.open(encoder.parameters(), memory)) {
                    EncodedSample sample = samplesOf(encoder).getFirst();
                    decoder.decode(sample, frame -> {
                        try (frame) {
                            converted.add(resampler.convert(frame).length);
                        } catch (FfmpegException e) {
                            throw new AssertionError(e);
                        }
                    });
                }
                assertThat(converted).hasSize(1);
                assertThat(converted.getFirst() % 2).isZero();
                assertThat(converted.getFirst()).isPositive();
            }
        }
    }

    private List<EncodedSample> samplesOf(AacEncoder encoder) throws FfmpegException {
        AacParameters codec = encoder.parameters();
        try (AacEncoder fresh = AacEncoder.open(codec.sampleRateHz(), codec.channelCount(), 128_000, memory)) {
            return encode(fresh, sine(codec.sampleRateHz(), codec.channelCount(), 3 * 1_024), 0);
        }
    }

    private static List<EncodedSample> encode(AacEncoder encoder, float[] interleaved, long startTicks)
            throws FfmpegException {
        List<EncodedSample> samples = new ArrayList<>();
        int channels = encoder.parameters().channelCount();
        int values = encoder.frameSamples() * channels;
        for (int at = 0; at < interleaved.length; at += values) {
            encoder.encode(Arrays.copyOfRange(interleaved, at, at + values), startTicks + at / channels, samples::add);
        }
        encoder.drain(samples::add);
        return samples;
    }

    private float[] decode(AudioParameters codec, List<EncodedSample> samples, int rateHz, int channels)
            throws FfmpegException {
        List<float[]> blocks = new ArrayList<>();
        try (AudioDecoder decoder = AudioDecoder.open(codec, memory);
                Resampler resampler = new Resampler(rateHz, channels, memory)) {
            FrameSink<AudioFrame> sink = frame -> {
                try (frame) {
                    blocks.add(resampler.convert(frame));
                } catch (FfmpegException e) {
                    throw new AssertionError(e);
                }
            };
            for (EncodedSample sample : samples) {
                decoder.decode(sample, sink);
            }
            decoder.drain(sink);
            blocks.add(resampler.drain());
        }
        float[] all = new float[blocks.stream().mapToInt(block -> block.length).sum()];
        int at = 0;
        for (float[] block : blocks) {
            System.arraycopy(block, 0, all, at, block.length);
            at += block.length;
        }
        return all;
    }

    private static float[] sine(int rateHz, int channels, int samples) {
        float[] sound = new float[samples * channels];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (float) Math.sin(2 * Math.PI * (double) Math.floorDiv(i, channels) * 440 / rateHz) * 0.5f;
        }
        return sound;
    }

    private static int firstLoud(float[] sound, float threshold) {
        for (int i = 0; i < sound.length; i++) {
            if (Math.abs(sound[i]) > threshold) {
                return i;
            }
        }
        return -1;
    }

    private static float peak(float[] sound, int from, int to) {
        float peak = 0;
        for (int i = from; i < to; i++) {
            peak = Math.max(peak, Math.abs(sound[i]));
        }
        return peak;
    }
}
