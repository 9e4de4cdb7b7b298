package dev.sluice.transcoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.engine.port.ThumbnailException;
import dev.sluice.ffmpeg.codec.VideoDecoderSettings;
import dev.sluice.media.EncodedSample;
import dev.sluice.media.Track;
import dev.sluice.media.codec.Rational;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.io.Payload;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegThumbnailerTest {
    private static final int WIDTH = 160;

    private final JpegThumbnailer thumbnailer = new JpegThumbnailer(VideoDecoderSettings.DEFAULT_MAX_PIXELS);

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(thumbnailer.memory().bytes()).isZero();
        assertThat(thumbnailer.memory().handles()).isZero();
    }

    private static TestSource avc(int width, int height, int pictures, boolean bFrames) throws Exception {
        return TestSource.video(width, height, TestSource.steadyTimes(pictures, 3_000), new Rational(30, 1), bFrames);
    }

    private BufferedImage thumbnail(Track track, EncodedSample keyFrame) throws ThumbnailException, IOException {
        Payload jpeg = thumbnailer.jpeg((VideoParameters) track.codec(), keyFrame, WIDTH);
        return ImageIO.read(new ByteArrayInputStream(jpeg.toByteArray()));
    }

    private static int brightness(BufferedImage image) {
        return new Color(image.getRGB(2, image.getHeight() / 2)).getGreen();
    }

    /** Of limited-range luma. */
    private static int fullRange(int luma) {
        return Math.round((luma - 16) * 255f / 219);
    }

    @ParameterizedTest
    @CsvSource({"640, 360, 160, 90", "360, 640, 160, 284", "322, 182, 160, 90", "130, 74, 130, 74"})
    void avc_anySize_isThatPictureWithinTheWidth(int width, int height, int expectedWidth, int expectedHeight)
            throws Exception {
        TestSource source = avc(width, height, 1, /* bFrames= */ false);

        BufferedImage image = thumbnail(source.track(), source.samples().getFirst());

        assertThat(image.getWidth()).isEqualTo(expectedWidth);
        assertThat(image.getHeight()).isEqualTo(expectedHeight);
        assertThat(brightness(image)).isCloseTo(fullRange(TestSource.brightness(0)), within());
    }

    @Test
    void avc_keyFrameInTheMiddle_isDecodedWithoutTheOnesBefore() throws Exception {
        TestSource source = avc(320, 180, 51, /* bFrames= */ false);
        EncodedSample second = source.samples().get(50);
        assertThat(second.syncSample()).isTrue();

        assertThat(brightness(thumbnail(source.track(), second)))
                .isCloseTo(fullRange(TestSource.brightness(50)), within());
    }

    @Test
    void avc_bFrames_keyFrameAloneIsAPicture() throws Exception {
        TestSource source = avc(320, 180, 20, /* bFrames= */ true);

        assertThat(brightness(thumbnail(source.track(), source.samples().getFirst())))
                .isCloseTo(fullRange(TestSource.brightness(0)), within());
    }

    @Test
    void keyFrame_withoutAnyPicture_isRefused() throws Exception {
        TestSource source = avc(320, 180, 2, /* bFrames= */ false);

        // A picture that refers to one that is not there.
        assertRefused(source.track(), source.samples().get(1).payload().toByteArray());
    }

    @Test
    void picture_beyondThePixelLimit_isRefused() throws Exception {
        TestSource source = avc(320, 180, 1, /* bFrames= */ false);
        JpegThumbnailer bounded = new JpegThumbnailer(320 * 180 - 1);
        VideoParameters codec = (VideoParameters) source.track().codec();

        assertThatThrownBy(() -> bounded.jpeg(codec, source.samples().getFirst(), WIDTH))
                .isInstanceOf(ThumbnailException.class)
                .hasMessageContaining("beyond the limit of 57599 pixels");
        assertThat(bounded.memory().handles()).isZero();
    }

    private void assertRefused(Track track, byte[] bytes) {
        EncodedSample broken = new EncodedSample(Track.VIDEO_ID, 0, 0, /* syncSample= */ true, Payload.wrap(bytes));

        assertThatThrownBy(() -> thumbnailer.jpeg((VideoParameters) track.codec(), broken, WIDTH))
                .isInstanceOf(ThumbnailException.class)
                .hasMessageStartingWith(((VideoParameters) track.codec()).codecString());
        assertThat(List.of(thumbnailer.memory().bytes(), thumbnailer.memory().handles()))
                .containsOnly(0L);
    }

    private static Offset<Integer> within() {
        return Offset.offset(8);
    }
}
