package dev.sluice.ffmpeg.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Timescale;
import dev.sluice.media.Track;
import dev.sluice.media.codec.AvcParameters;
import dev.sluice.media.codec.NalUnits;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.io.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
    private static final String AVC_ENCODER = "libopenh264";

    private final NativeMemory memory = new NativeMemory("test");
    private final List<Long> times = new ArrayList<>();
    private final List<Integer> lumas = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(memory.bytes()).isZero();
        assertThat(memory.handles()).isZero();
    }

    @Test
    void av1_givesItsPicturesAndTimes() throws Exception {
        TestCodecs.Stream stream = TestCodecs.av1(6);

        decodeAll(stream, VideoDecoderSettings.DEFAULTS);

        assertThat(decoderName(stream)).isIn("libdav1d", "libaom-av1");
        assertSixPictures(5);
    }

    @Test
    void av1WhoseSequenceHeaderIsInTheRecordOnly_isDecoded() throws Exception {
        TestCodecs.Stream stream = TestCodecs.av1(6);
        List<EncodedSample> bare = new ArrayList<>(stream.samples());
        byte[] first = bare.getFirst().payload().toByteArray();
        // OBU header with a size field: one byte of header, one of size for these small headers.
        int headerBytes = 2 + first[1];
        bare.set(0, with(bare.getFirst(), Payload.copyOf(first, headerBytes, first.length - headerBytes)));

        decodeAll(new TestCodecs.Stream(stream.track(), bare), VideoDecoderSettings.DEFAULTS);

        assertSixPictures(5);
    }

    @Test
    void vp9_givesItsPicturesAndTimes() throws Exception {
        TestCodecs.Stream stream = TestCodecs.vp9(6);

        decodeAll(stream, VideoDecoderSettings.DEFAULTS);

        assertThat(decoderName(stream)).isEqualTo("vp9");
        assertSixPictures(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 10})
    void hevc_givesItsPicturesAndTimesAlsoIn10Bit(int bitDepth) throws Exception {
        TestCodecs.Stream stream = TestCodecs.hevc(bitDepth);
        try (Scaler to8Bit = new Scaler(TestCodecs.SIZE, TestCodecs.SIZE, memory);
                VideoDecoder decoder = open(stream, VideoDecoderSettings.DEFAULTS)) {
            FrameSink<VideoFrame> sink = frame -> {
                try (frame;
                        VideoFrame scaled = to8Bit.scale(frame)) {
                    look(scaled);
                } catch (FfmpegException e) {
                    throw new AssertionError(e);
                }
            };
            for (EncodedSample sample : stream.samples()) {
                decoder.decode(sample, sink);
            }
            decoder.drain(sink);
            assertThat(decoder.name()).isEqualTo("hevc");
        }
        assertSixPictures(20);
    }

    @Test
    void avc_newSizeInTheMiddle_isFollowed() throws Exception {
        TestCodecs.Stream small = TestCodecs.avc(AVC_ENCODER, Map.of(), context -> {}, 2);
        try (VideoEncoder large = H264Encoder.open(H264EncoderKind.OPENH264, TestPictures.settings(true), memory)) {
            EncodedSample key = TestPictures.encode(large, List.of(90_000L), List.of(), memory)
                    .getFirst();
            List<Payload> units = new ArrayList<>();
            AvcParameters parameters = (AvcParameters) large.parameters();
            units.addAll(parameters.sequenceParameterSets());
            units.addAll(parameters.pictureParameterSets());
            byte[] sets = NalUnits.joinWithLengths(units).toByteArray();
            byte[] whole = new byte[sets.length + key.payload().sizeBytes()];
            System.arraycopy(sets, 0, whole, 0, sets.length);
            key.payload().copyTo(whole, sets.length);
            List<EncodedSample> samples = new ArrayList<>(small.samples());
            samples.add(with(key, Payload.wrap(whole)));

            decodeAll(new TestCodecs.Stream(small.track(), samples), VideoDecoderSettings.DEFAULTS);
        }
        assertThat(widths).containsExactly(64, 64, 320);
        assertThat(times).containsExactly(0L, 3_000L, 90_000L);
    }

    @Test
    void avc_damagedAndTruncatedSamples_costNoMoreThanUpToTheNextKeyFrame() throws Exception {
        try (VideoEncoder encoder = H264Encoder.open(H264EncoderKind.OPENH264, TestPictures.settings(true), memory)) {
            List<Long> ticks =
                    LongStream.range(0, 12).map(i -> i * 3_000).boxed().toList();
            List<EncodedSample> samples = new ArrayList<>(TestPictures.encode(encoder, ticks, List.of(8), memory));
            samples.set(2, with(samples.get(2), truncated(samples.get(2).payload())));
            samples.set(5, with(samples.get(5), damaged(samples.get(5).payload())));
            int refused = 0;
            try (VideoDecoder decoder =
                    VideoDecoder.open(encoder.parameters(), VideoDecoderSettings.DEFAULTS, memory)) {
                for (EncodedSample sample : samples) {
                    try {
                        decoder.decode(sample, this::lookAndClose);
                    } catch (FfmpegException e) {
                        refused++;
                        assertThat(e).hasMessageContaining("h264");
                    }
                }
                decoder.drain(this::lookAndClose);
            }
            assertThat(times).endsWith(24_000L, 27_000L, 30_000L, 33_000L).isSorted();
            assertThat(times.size() + refused).isBetween(10, 12);
            assertThat(lumas.getLast()).isCloseTo(TestPictures.brightness(11), within(8));
        }
    }

    @Test
    @SuppressWarnings("try") // Closing twice is what is tried.
    void drainedDecoder_goesOnAfterReset() throws Exception {
        TestCodecs.Stream stream = TestCodecs.avc(AVC_ENCODER, Map.of(), context -> {}, 2);
        try (VideoDecoder decoder = open(stream, VideoDecoderSettings.DEFAULTS)) {
            decoder.decode(stream.samples().getFirst(), this::lookAndClose);
            decoder.drain(this::lookAndClose);
            decoder.drain(this::lookAndClose);
            assertThatThrownBy(() -> decoder.decode(stream.samples().getFirst(), this::lookAndClose))
                    .isInstanceOf(FfmpegException.class);
            decoder.reset();
            decoder.decode(stream.samples().getFirst(), this::lookAndClose);
            decoder.drain(this::lookAndClose);
            decoder.close();
            decoder.close();
        }
        assertThat(times).containsExactly(0L, 0L);
    }

    @Test
    void avc_oblongPixels_comeOutOfTheDecoderAndLeaveTheScalerSquare() throws Exception {
        TestCodecs.assumeX264();
        TestCodecs.Stream stream = TestCodecs.avc(
                "libx264",
                Map.of("preset", "ultrafast", "tune", "zerolatency"),
                context -> context.sample_aspect_ratio(av_make_q(16, 11)),
                1);
        try (VideoDecoder decoder = open(stream, VideoDecoderSettings.DEFAULTS);
                Scaler scaler = new Scaler(92, 64, memory)) {
            FrameSink<VideoFrame> sink = frame -> {
                try (frame;
                        VideoFrame scaled = scaler.scale(frame)) {
                    assertThat(frame.avFrame().sample_aspect_ratio().num()).isEqualTo(16);
                    assertThat(frame.avFrame().sample_aspect_ratio().den()).isEqualTo(11);
                    assertThat(scaled.avFrame().sample_aspect_ratio().num()).isEqualTo(1);
                    look(scaled);
                } catch (FfmpegException e) {
                    throw new AssertionError(e);
                }
            };
            decoder.decode(stream.samples().getFirst(), sink);
            decoder.drain(sink);
        }
        assertThat(widths).containsExactly(92);
        assertThat(((VideoParameters) stream.track().codec()).format().displayWidth())
                .isEqualTo(93);
    }

    @Test
    void configurationRecordOfNonsense_givesNoPictureAndHoldsNothing() throws Exception {
        TestCodecs.Stream good = TestCodecs.avc(AVC_ENCODER, Map.of(), context -> {}, 1);
        AvcParameters codec = (AvcParameters) good.track().codec();
        AvcParameters broken = new AvcParameters(
                codec.format(),
                codec.sequenceParameterSets(),
                codec.pictureParameterSets(),
                Payload.wrap(new byte[] {1, 2, 3}),
                codec.codecString());

        assertThatThrownBy(() -> decodeAll(
                        new TestCodecs.Stream(Track.video(broken), good.samples()), VideoDecoderSettings.DEFAULTS))
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("h264");
        assertThat(times).isEmpty();
    }

    @Test
    void allowList_namesSoftwareDecodersOfOurCodecsOnly() throws Exception {
        assertThat(VideoDecoder.allowedDecoders(
                        (VideoParameters) TestCodecs.av1(1).track().codec()))
                .containsExactly("libdav1d", "libaom-av1");
        assertThatThrownBy(() -> DecoderContext.open(
                        List.of("no-such-decoder"), Payload.EMPTY, Timescale.VIDEO, c -> {}, memory))
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("no-such-decoder");
    }

    private void assertSixPictures(int step) {
        assertThat(times).containsExactly(0L, 3_000L, 6_000L, 9_000L, 12_000L, 15_000L);
        assertThat(IntStream.range(0, 6).allMatch(i -> Math.abs(lumas.get(i) - (40 + step * i)) <= 4))
                .as("brightness %s", lumas)
                .isTrue();
    }

    private static EncodedSample with(EncodedSample sample, Payload payload) {
        return new EncodedSample(sample.trackId(), sample.ptsTicks(), sample.dtsTicks(), sample.syncSample(), payload);
    }

    /** The second half of the access unit never came. */
    private static Payload truncated(Payload payload) {
        return Payload.copyOf(payload.toByteArray(), 0, payload.sizeBytes() / 2);
    }

    /** Lengths still add up, the slice data does not. */
    private static Payload damaged(Payload payload) {
        byte[] bytes = payload.toByteArray();
        for (int i = Math.min(12, bytes.length - 1); i < bytes.length; i++) {
            bytes[i] ^= 0x5A;
        }
        return Payload.wrap(bytes);
    }

    private VideoDecoder open(TestCodecs.Stream stream, VideoDecoderSettings settings) throws FfmpegException {
        return VideoDecoder.open((VideoParameters) stream.track().codec(), settings, memory);
    }

    private String decoderName(TestCodecs.Stream stream) throws FfmpegException {
        try (VideoDecoder decoder = open(stream, VideoDecoderSettings.DEFAULTS)) {
            return decoder.name();
        }
    }

    private void decodeAll(TestCodecs.Stream stream, VideoDecoderSettings settings) throws FfmpegException {
        try (VideoDecoder decoder = open(stream, settings)) {
            for (EncodedSample sample : stream.samples()) {
                decoder.decode(sample, this::lookAndClose);
            }
            decoder.drain(this::lookAndClose);
        }
    }

    private void lookAndClose(VideoFrame frame) {
        try (frame) {
            look(frame);
        }
    }

    private void look(VideoFrame frame) {
        times.add(frame.ptsTicks());
        lumas.add(frame.lumaAt(8, frame.height() / 2));
        widths.add(frame.width());
    }
}
