package dev.sluice.ffmpeg.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ffmpeg.NativeMemory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PictureSheetTest {
    private final NativeMemory memory = new NativeMemory("test");

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(memory.handles()).isZero();
        assertThat(memory.bytes()).isZero();
    }

    private void put(PictureSheet sheet, int index, int luma) throws Exception {
        byte[] y = new byte[64 * 48];
        byte[] c = new byte[32 * 24];
        Arrays.fill(y, (byte) luma);
        Arrays.fill(c, (byte) 128);
        try (VideoFrame picture = VideoFrame.ofYuv420(64, 48, 0, y, c, c, memory)) {
            sheet.put(index, picture);
        }
    }

    private static int green(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) >> 8 & 0xFF;
    }

    @Test
    void pictures_lieRowByRow_andEmptyPlacesAreBlack() throws Exception {
        try (PictureSheet sheet = new PictureSheet(32, 24, 3, 2, memory)) {
            put(sheet, 1, 235);
            put(sheet, 3, 126);
            BufferedImage image =
                    ImageIO.read(new ByteArrayInputStream(sheet.jpeg().toByteArray()));

            assertThat(image.getWidth()).isEqualTo(96);
            assertThat(image.getHeight()).isEqualTo(48);
            assertThat(green(image, 16, 12)).isLessThan(6);
            assertThat(green(image, 48, 12)).isGreaterThan(249);
            assertThat(green(image, 16, 36)).isBetween(122, 134);
            assertThat(green(image, 80, 36)).isLessThan(6);
        }
    }

    @Test
    void clearedSheet_isBlack() throws Exception {
        try (PictureSheet sheet = new PictureSheet(32, 24, 1, 1, memory)) {
            put(sheet, 0, 235);
            sheet.clear();
            BufferedImage image =
                    ImageIO.read(new ByteArrayInputStream(sheet.jpeg().toByteArray()));

            assertThat(green(image, 16, 12)).isLessThan(6);
        }
    }

    @Test
    void placeBeyondTheSheet_isRefused() throws Exception {
        try (PictureSheet sheet = new PictureSheet(32, 24, 2, 1, memory)) {
            assertThatThrownBy(() -> put(sheet, 2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
