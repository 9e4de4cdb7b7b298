package dev.sluice.transcoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.codec.Rational;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailSizeTest {
    @ParameterizedTest
    @CsvSource({
        "1920, 1080, 1, 1, 640, 360",
        "1080, 1920, 1, 1, 640, 1138",
        "320, 180, 1, 1, 320, 180",
        "640, 480, 4, 3, 640, 360",
        "720, 576, 16, 15, 640, 480",
        "1440, 1080, 4, 3, 640, 360",
        "321, 181, 1, 1, 320, 180",
        "1366, 768, 1, 1, 640, 360",
        "853, 481, 1, 1, 640, 360",
        "1, 1, 1, 1, 2, 2",
        "1280, 720, 1, 4, 320, 720",
        "16, 8192, 1, 1, 4, 1920",
        "8192, 16, 1, 1, 640, 2",
        "1920, 1080, 255, 1, 640, 2",
        "1920, 1080, 1, 255, 8, 1080",
    })
    void size_ofAnySource_keepsItsShapeWithinBounds(
            int width, int height, int numerator, int denominator, int expectedWidth, int expectedHeight) {
        assertThat(ThumbnailSize.of(width, height, new Rational(numerator, denominator), 640))
                .isEqualTo(new ThumbnailSize(expectedWidth, expectedHeight));
    }
}
