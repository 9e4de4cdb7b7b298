package dev.sluice.vod.encode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ffmpeg.NativeMemory;
import dev.sluice.ffmpeg.codec.VideoFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PictureLineTest {
    private final NativeMemory memory = new NativeMemory("test");
    private final List<String> shown = new ArrayList<>();
    private final PictureLine line = new PictureLine(
            new long[] {1_000, 2_000},
            3_000,
            50,
            (picture, start) -> shown.add(picture.ptsTicks() + "=" + picture.lumaAt(0, 0) + (start ? "!" : "")));

    @AfterEach
    void nothingNativeIsLeft() {
        line.close();
        assertThat(memory.handles()).isZero();
    }

    @Test
    void picturesOnTheBoundaries_areLetBe() throws Exception {
        add(900, 1);
        add(1_000, 2);
        add(1_500, 3);
        add(2_000, 4);
        assertThat(line.finish()).isTrue();
        assertThat(shown).containsExactly("1000=2!", "1500=3", "2000=4!");
        assertThat(line.repeated()).isZero();
    }

    @Test
    void pictureALittleLate_isMovedToItsBoundary() throws Exception {
        add(1_040, 2);
        add(2_030, 4);
        assertThat(line.finish()).isTrue();
        assertThat(shown).containsExactly("1000=2!", "2000=4!");
    }

    @Test
    void pictureAcrossABoundary_isShownAnewThere() throws Exception {
        add(900, 1);
        add(1_400, 2);
        add(2_700, 3);
        assertThat(line.finish()).isTrue();
        assertThat(shown).containsExactly("1000=1!", "1400=2", "2000=2!", "2700=3");
        assertThat(line.repeated()).isEqualTo(2);
    }

    @Test
    void noPictureBefore_letsTheFirstOneStandFromTheStart() throws Exception {
        add(2_700, 3);
        assertThat(line.finish()).isTrue();
        assertThat(shown).containsExactly("1000=3!", "2000=3!");
    }

    @Test
    void onlyAPictureBefore_standsForAll() throws Exception {
        add(10, 7);
        assertThat(line.finish()).isTrue();
        assertThat(shown).containsExactly("1000=7!", "2000=7!");
    }

    @Test
    void nothingAtAll_isTold() throws Exception {
        assertThat(line.finish()).isFalse();
    }

    @Test
    void timesThatStandStillOrAreFarOff_leaveTheRestInOrder() throws Exception {
        add(1_000, 1);
        add(1_000, 2);
        assertThat(add(99_000, 3)).isTrue();
        add(1_200, 4);
        add(1_100, 5);
        add(2_000, 6);
        assertThat(add(3_000, 7)).isTrue();
        assertThat(add(3_100, 8)).isTrue();
        assertThat(add(3_200, 9)).isFalse();
        assertThat(line.finish()).isTrue();
        assertThat(shown).containsExactly("1000=1!", "1200=4", "2000=6!");
        assertThat(line.outOfOrder()).isEqualTo(2);
    }

    private boolean add(long ticks, int brightness) throws Exception {
        byte[] luma = {(byte) brightness, 0, 0, 0};
        try (VideoFrame picture = VideoFrame.ofYuv420(2, 2, ticks, luma, new byte[1], new byte[1], memory)) {
            return line.add(picture);
        }
    }
}
