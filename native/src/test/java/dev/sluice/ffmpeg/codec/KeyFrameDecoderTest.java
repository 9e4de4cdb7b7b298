package dev.sluice.ffmpeg.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.codec.Vp9Parameters;
import dev.sluice.media.io.Payload;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyFrameDecoderTest {
    private static final long MAX_PIXELS = VideoDecoderSettings.DEFAULT_MAX_PIXELS;

    private final NativeMemory memory = new NativeMemory("test");

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(memory.bytes()).isZero();
        assertThat(memory.handles()).isZero();
    }

    static Stream<TestCodecs.Stream> codecs() throws Exception {
        return Stream.of(TestCodecs.avc(1), TestCodecs.hevc(8), TestCodecs.av1(1), TestCodecs.vp9(1));
    }

    private VideoFrame decode(Track track, EncodedSample sample, long maxPixels) throws FfmpegException {
        return KeyFrameDecoder.decode((VideoParameters) track.codec(), sample, maxPixels, memory);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void keyFrame_alone_isItsPicture(TestCodecs.Stream source) throws Exception {
        try (VideoFrame picture = decode(source.track(), source.samples().getFirst(), MAX_PIXELS)) {
            assertThat(picture.width()).isEqualTo(TestCodecs.SIZE);
            assertThat(picture.height()).isEqualTo(TestCodecs.SIZE);
            assertThat(picture.lumaAt(5, 5)).isCloseTo(TestPictures.brightness(0), within(8));
            assertThat(picture.sampleAspectRatio()).isEqualTo(Rational.ONE);
        }
    }

    @Test
    void keyFrame_inTheMiddle_isDecodedWithoutTheOnesBefore() throws Exception {
        TestCodecs.Stream source = TestCodecs.avc(6);
        EncodedSample second = source.samples().get(4);
        assertThat(second.syncSample()).isTrue();

        try (VideoFrame picture = decode(source.track(), second, MAX_PIXELS)) {
            assertThat(picture.lumaAt(5, 5)).isCloseTo(TestPictures.brightness(4), within(8));
        }
    }

    @Test
    void pixels_thatAreNotSquare_areTold() throws Exception {
        TestCodecs.Stream source = TestCodecs.avc(1, new Rational(4, 3));

        try (VideoFrame picture = decode(source.track(), source.samples().getFirst(), MAX_PIXELS)) {
            assertThat(picture.sampleAspectRatio()).isEqualTo(new Rational(4, 3));
        }
    }

    /** VP9 is not among them: whatever bits there are decode to some picture. */
    static Stream<TestCodecs.Stream> codecsWithChecks() throws Exception {
        return codecs().filter(stream -> !(stream.track().codec() instanceof Vp9Parameters));
    }

    @ParameterizedTest
    @MethodSource("codecsWithChecks")
    void keyFrame_whoseEndIsRubbish_isRefused(TestCodecs.Stream source) {
        byte[] bytes = source.samples().getFirst().payload().toByteArray();
        Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0xFF);

        assertRefused(source.track(), bytes);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void keyFrame_ofZeros_isRefused(TestCodecs.Stream source) {
        assertRefused(source.track(), new byte[200]);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void keyFrame_thatIsEmpty_isRefused(TestCodecs.Stream source) {
        assertRefused(source.track(), new byte[0]);
    }

    @Test
    void pictureThatRefersToAnother_isRefused() throws Exception {
        TestCodecs.Stream source = TestCodecs.avc(2);
        assertThat(source.samples().get(1).syncSample()).isFalse();

        assertRefused(source.track(), source.samples().get(1).payload().toByteArray());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void picture_beyondThePixelLimit_isRefused(TestCodecs.Stream source) {
        assertThatThrownBy(() -> decode(
                        source.track(), source.samples().getFirst(), (long) TestCodecs.SIZE * TestCodecs.SIZE - 1))
                .isInstanceOf(FfmpegException.class)
                .hasMessageContaining("beyond the limit of 4095 pixels");
    }

    private void assertRefused(Track track, byte[] bytes) {
        EncodedSample broken = new EncodedSample(Track.VIDEO_ID, 0, 0, /* syncSample= */ true, Payload.wrap(bytes));

        assertThatThrownBy(() -> decode(track, broken, MAX_PIXELS)).isInstanceOf(FfmpegException.class);
    }
}
