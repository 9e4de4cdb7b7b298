package dev.sluice.ffmpeg.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;

import dev.sluice.ffmpeg.FfmpegException;
import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.media.codec.VideoParameters;
import dev.sluice.media.io.Payload;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JPEGs as another decoder sees them. */
class JpegEncoderTest {
    private static final int TOLERANCE = 6;
    private static final int WHITE = 235;
    private static final int GREY = 128;

    private final NativeMemory memory = new NativeMemory("test");

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(memory.bytes()).isZero();
        assertThat(memory.handles()).isZero();
    }

    private static VideoFrame picture(int width, int height, int y, int cb, int cr, NativeMemory memory)
            throws FfmpegException {
        byte[] luma = new byte[width * height];
        byte[] blue = new byte[(width + 1) / 2 * ((height + 1) / 2)];
        byte[] red = blue.clone();
        Arrays.fill(luma, (byte) y);
        Arrays.fill(blue, (byte) cb);
        Arrays.fill(red, (byte) cr);
        return VideoFrame.ofYuv420(width, height, 0, luma, blue, red, memory);
    }

    private static BufferedImage decoded(Payload jpeg) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg.toByteArray()));
    }

    private static void assertColour(BufferedImage image, int red, int green, int blue) {
        Color found = new Color(image.getRGB(image.getWidth() / 2, image.getHeight() / 2));
        assertThat(new int[] {found.getRed(), found.getGreen(), found.getBlue()})
                .as("%s", found)
                .satisfies(rgb -> {
                    assertThat(rgb[0]).isBetween(red - TOLERANCE, red + TOLERANCE);
                    assertThat(rgb[1]).isBetween(green - TOLERANCE, green + TOLERANCE);
                    assertThat(rgb[2]).isBetween(blue - TOLERANCE, blue + TOLERANCE);
                });
    }

    @ParameterizedTest
    @CsvSource({"320, 180", "180, 320", "2, 2", "640, 358", "1280, 720"})
    void encode_anySize_isAJpegOfThatSize(int width, int height) throws Exception {
        try (VideoFrame source = picture(320, 180, WHITE, GREY, GREY, memory)) {
            BufferedImage image = decoded(JpegEncoder.encode(source, width, height, memory));

            assertThat(image.getWidth()).isEqualTo(width);
            assertThat(image.getHeight()).isEqualTo(height);
            assertColour(image, 255, 255, 255);
        }
    }

    @Test
    void encode_oddSource_isScaled() throws Exception {
        try (VideoFrame source = picture(321, 181, WHITE, GREY, GREY, memory)) {
            assertColour(decoded(JpegEncoder.encode(source, 320, 180, memory)), 255, 255, 255);
        }
    }

    @Test
    void encode_halves_staySides() throws Exception {
        try (VideoFrame source = TestPictures.grey(320, 180, 200, 0, memory)) {
            BufferedImage image = decoded(JpegEncoder.encode(source, 160, 90, memory));

            // Limited range: (200 - 16) * 255 / 219 and (100 - 16) * 255 / 219.
            assertThat(new Color(image.getRGB(20, 45)).getGreen()).isBetween(210, 218);
            assertThat(new Color(image.getRGB(140, 45)).getGreen()).isBetween(94, 102);
        }
    }

    /** Pure red by either matrix: Y, Cb, Cr of limited-range red differ between the two. */
    @ParameterizedTest
    @CsvSource({
        "320, 180, 709, 63, 102, 240",
        "320, 180, 601, 81, 90, 240",
        "320, 180, 0, 81, 90, 240",
        "1280, 720, 0, 63, 102, 240"
    })
    void encode_matrixOfTheSource_isConverted(int width, int height, int matrix, int y, int cb, int cr)
            throws Exception {
        try (VideoFrame source = picture(width, height, y, cb, cr, memory)) {
            source.avFrame()
                    .colorspace(
                            switch (matrix) {
                                case 709 -> AVCOL_SPC_BT709;
                                case 601 -> AVCOL_SPC_BT470BG;
                                default -> AVCOL_SPC_UNSPECIFIED;
                            });

            assertColour(decoded(JpegEncoder.encode(source, 160, 90, memory)), 255, 0, 0);
        }
    }

    @Test
    void encode_fullRangeSource_staysAsBright() throws Exception {
        try (VideoFrame source = picture(320, 180, 180, GREY, GREY, memory)) {
            source.avFrame().color_range(AVCOL_RANGE_JPEG);

            assertColour(decoded(JpegEncoder.encode(source, 160, 90, memory)), 180, 180, 180);
            assertColour(decoded(JpegEncoder.encode(source, 320, 180, memory)), 180, 180, 180);
        }
    }

    @Test
    void encode_tenBitSource_isScaledToEight() throws Exception {
        TestCodecs.Stream stream = TestCodecs.hevc(10);
        try (VideoDecoder decoder =
                VideoDecoder.open((VideoParameters) stream.track().codec(), VideoDecoderSettings.DEFAULTS, memory)) {
            List<VideoFrame> frames = new ArrayList<>();
            decoder.decode(stream.samples().getFirst(), frames::add);
            decoder.drain(frames::add);

            // 40 in limited range.
            assertColour(decoded(JpegEncoder.encode(frames.getFirst(), 64, 64, memory)), 28, 28, 28);
            frames.forEach(VideoFrame::close);
        }
    }
}
