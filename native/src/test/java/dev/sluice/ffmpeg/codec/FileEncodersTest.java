package dev.sluice.ffmpeg.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.codec.Av1Obus;
import dev.sluice.media.codec.NalCodec;
import dev.sluice.media.codec.NalUnits;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoFormat;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileEncodersTest {
    private static final List<Long> STEADY_30 =
            LongStream.range(0, 300).map(i -> 7_000 + i * 3_000).boxed().toList();
    private static final List<Integer> ASKED = List.of(11, 25, 57, 58, 296);

    private final NativeMemory memory = new NativeMemory("test");

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(memory.bytes()).isZero();
        assertThat(memory.handles()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void encodeAndDecode_givesPicturesTimesAndTheKeyFramesThatWereAskedForBack(VideoCodec codec) throws Exception {
        try (VideoEncoder encoder = open(codec, settings())) {
            List<EncodedSample> samples = TestPictures.encode(encoder, STEADY_30, ASKED, memory);

            assertThat(samples).hasSize(STEADY_30.size());
            List<Long> wanted = new ArrayList<>(List.of(7_000L));
            ASKED.forEach(index -> wanted.add(STEADY_30.get(index)));
            assertThat(keyFrameTimes(samples)).isEqualTo(wanted);
            VideoFormat format = encoder.parameters().format();
            assertThat(format.width()).isEqualTo(TestPictures.WIDTH);
            assertThat(format.height()).isEqualTo(TestPictures.HEIGHT);
            assertDecodesTo(encoder, samples);
        }
    }

    /** Where this is not so, the process dies. */
    @ParameterizedTest
    @EnumSource
    void encodersOnManyThreads_areOpenedWhileOthersAreClosed(VideoCodec codec) throws Exception {
        assumeTrue(FileEncoders.has(codec), "this build of FFmpeg has no encoder for " + codec);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(threads.submit(() -> {
                    open(codec, settings()).close();
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void samples_areCanonical_andSayThemselvesWhereDecodingCanStart(VideoCodec codec) throws Exception {
        try (VideoEncoder encoder = open(codec, settings())) {
            for (EncodedSample sample : TestPictures.encode(encoder, STEADY_30.subList(0, 60), List.of(30), memory)) {
                Payload payload = sample.payload();
                boolean start =
                        switch (codec) {
                            case H264 -> NalUnits.containsAvcIdr(payload);
                            case HEVC -> NalUnits.containsHevcIrap(payload);
                            case AV1 -> Av1Obus.isKeyFrame(payload) && Av1Obus.containsSequenceHeader(payload);
                        };
                assertThat(start).isEqualTo(sample.syncSample());
                Payload canonical =
                        switch (codec) {
                            case H264 -> NalUnits.toCanonical(NalCodec.AVC, payload, NalUnits.LENGTH_SIZE_BYTES);
                            case HEVC -> NalUnits.toCanonical(NalCodec.HEVC, payload, NalUnits.LENGTH_SIZE_BYTES);
                            case AV1 -> Av1Obus.stripTemporalDelimiters(payload);
                        };
                assertThat(canonical).isSameAs(payload);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sameBytes_eachTime(VideoCodec codec) throws Exception {
        List<List<EncodedSample>> runs = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
            try (VideoEncoder encoder = open(codec, settings())) {
                runs.add(TestPictures.encode(encoder, STEADY_30.subList(0, 40), List.of(20), memory));
            }
        }
        assertThat(runs.get(1)).isEqualTo(runs.get(0));
        assertThat(runs.get(2)).isEqualTo(runs.get(0));
    }

    @ParameterizedTest
    @EnumSource
    void unevenTimes_areKept(VideoCodec codec) throws Exception {
        List<Long> uneven = new ArrayList<>();
        long ticks = 0;
        for (int i = 0; i < 60; i++) {
            uneven.add(ticks);
            ticks += 1_501 + i * 37 % 5 * 1_350;
        }
        try (VideoEncoder encoder = open(codec, settings())) {
            List<EncodedSample> samples = TestPictures.encode(encoder, uneven, List.of(20, 41), memory);
            assertThat(samples.stream().map(EncodedSample::ptsTicks).sorted().toList())
                    .isEqualTo(uneven);
            assertThat(keyFrameTimes(samples)).containsExactly(0L, uneven.get(20), uneven.get(41));
        }
    }

    @Test
    void settingsByBitrate_areRefused() throws Exception {
        assumeTrue(FileEncoders.has(VideoCodec.HEVC), "this build of FFmpeg has no HEVC encoder");
        assertThatThrownBy(() -> FileEncoders.open(VideoCodec.HEVC, TestPictures.settings(false), memory)
                        .close())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private VideoEncoder open(VideoCodec codec, VideoEncoderSettings settings) throws FfmpegException {
        assumeTrue(FileEncoders.has(codec), "this build of FFmpeg has no " + codec.label() + " encoder");
        return FileEncoders.open(codec, settings, memory);
    }

    private static VideoEncoderSettings settings() {
        return VideoEncoderSettings.of(TestPictures.WIDTH, TestPictures.HEIGHT, new Rational(30, 1), "veryfast")
                .quality(20, 600_000, 900_000)
                .build();
    }

    private static List<Long> keyFrameTimes(List<EncodedSample> samples) {
        return samples.stream()
                .filter(EncodedSample::syncSample)
                .map(EncodedSample::ptsTicks)
                .toList();
    }

    private void assertDecodesTo(VideoEncoder encoder, List<EncodedSample> samples) throws FfmpegException {
        List<Long> times = new ArrayList<>();
        FrameSink<VideoFrame> check = frame -> {
            try (frame) {
                int expected = TestPictures.brightness(times.size());
                assertThat(frame.lumaAt(40, 90)).isCloseTo(expected, within(8));
                times.add(frame.ptsTicks());
            }
        };
        try (VideoDecoder decoder = VideoDecoder.open(encoder.parameters(), VideoDecoderSettings.DEFAULTS, memory)) {
            for (EncodedSample sample : samples) {
                decoder.decode(sample, check);
            }
            decoder.drain(check);
        }
        assertThat(times).isEqualTo(STEADY_30);
    }
}
