package dev.sluice.ffmpeg.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ffmpeg.NativeMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterChainTest {
    private static final int WIDTH = 16;
    private static final int HEIGHT = 8;

    private final NativeMemory memory = new NativeMemory("test");

    @AfterEach
    void nothingNativeIsLeft() {
        assertThat(memory.bytes()).isZero();
        assertThat(memory.handles()).isZero();
    }

    /** The stored picture has a mark in its top left corner. */
    @ParameterizedTest
    @CsvSource({
        "NONE,0,0",
        "CLOCKWISE,7,0",
        "COUNTERCLOCKWISE,0,15",
        "HALF,15,7",
        "MIRRORED,15,0",
        "FLIPPED,0,7",
        "TRANSPOSED,0,0",
        "TRANSPOSED_HALF,7,15"
    })
    void turn_putsTheCornerWhereItBelongs(PictureTurn turn, int x, int y) throws Exception {
        List<VideoFrame> turned = new ArrayList<>();
        try (VideoFrame stored = marked(3_003);
                FilterChain chain =
                        new FilterChain(new FilterSettings(false, turn, DynamicRange.STANDARD, 0, 0), memory)) {
            chain.filter(stored, turned::add);
            chain.drain(turned::add);
            assertThat(turned).hasSize(1);
            VideoFrame picture = turned.getFirst();
            assertThat(picture.ptsTicks()).isEqualTo(3_003);
            assertThat(picture.width()).isEqualTo(turn.swapsSides() ? HEIGHT : WIDTH);
            assertThat(picture.lumaAt(x, y)).isEqualTo(235);
        } finally {
            turned.forEach(VideoFrame::close);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,0,0,1,NONE",
        "0,1,-1,0,CLOCKWISE",
        "0,-1,1,0,COUNTERCLOCKWISE",
        "-1,0,0,-1,HALF",
        "-1,0,0,1,MIRRORED",
        "1,0,0,-1,FLIPPED",
        "0,1,1,0,TRANSPOSED",
        "0,-1,-1,0,TRANSPOSED_HALF",
        "0,0,0,0,NONE"
    })
    void displayMatrix_isOneOfEightTurns(long a, long b, long c, long d, PictureTurn turn) {
        assertThat(PictureTurn.ofMatrix(a << 16, b << 16, c << 16, d << 16)).isEqualTo(turn);
    }

    @ParameterizedTest
    @CsvSource({"PQ", "HLG"})
    void toneMapping_givesStandardPicturesOfTheSizeAsked(DynamicRange range) throws Exception {
        List<VideoFrame> mapped = new ArrayList<>();
        try (VideoFrame bright = VideoFrame.ofYuv420(
                        64, 64, 0, filled(4096, 150), filled(1024, 128), filled(1024, 128), memory);
                FilterChain chain =
                        new FilterChain(new FilterSettings(false, PictureTurn.NONE, range, 32, 16), memory)) {
            chain.filter(bright, mapped::add);
            chain.drain(mapped::add);
            VideoFrame picture = mapped.getFirst();
            assertThat(picture.width()).isEqualTo(32);
            assertThat(picture.height()).isEqualTo(16);
            assertThat(picture.colour().transfer()).isEqualTo(1);
            assertThat(picture.colour().primaries()).isEqualTo(1);
            assertThat(picture.colour().matrix()).isEqualTo(1);
            assertThat(picture.lumaAt(10, 10)).isBetween(100, 235);
        } finally {
            mapped.forEach(VideoFrame::close);
        }
    }

    @Test
    void deinterlacing_keepsTheNumberAndTheTimesOfPictures() throws Exception {
        List<VideoFrame> whole = new ArrayList<>();
        FilterSettings settings = new FilterSettings(true, PictureTurn.NONE, DynamicRange.STANDARD, 0, 0);
        try (FilterChain chain = new FilterChain(settings, memory)) {
            for (int i = 0; i < 5; i++) {
                try (VideoFrame stored = marked(i * 3_600L)) {
                    chain.filter(stored, whole::add);
                }
            }
            chain.drain(whole::add);
            assertThat(whole.stream().map(VideoFrame::ptsTicks)).containsExactly(0L, 3_600L, 7_200L, 10_800L, 14_400L);
        } finally {
            whole.forEach(VideoFrame::close);
        }
    }

    private VideoFrame marked(long ptsTicks) throws Exception {
        byte[] luma = filled(WIDTH * HEIGHT, 16);
        luma[0] = (byte) 235;
        return VideoFrame.ofYuv420(WIDTH, HEIGHT, ptsTicks, luma, filled(32, 128), filled(32, 128), memory);
    }

    private static byte[] filled(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
