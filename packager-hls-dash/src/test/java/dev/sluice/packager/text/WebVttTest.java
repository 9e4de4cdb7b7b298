package dev.sluice.packager.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WebVttTest {
    @Test
    void plainText_isEscaped() {
        Cue cue = Cue.of(3_600_000_000L, 3_661_234_567L, "a < b && c -->\r\n\r\n\u0000<i>\n  d ");

        assertThat(WebVtt.render(List.of(cue))).isEqualTo("""
                        WEBVTT

                        01:00:00.000 --> 01:01:01.235
                        a &lt; b &amp;&amp; c --&gt;
                        &lt;i&gt;
                        d
                        """);
    }

    @Test
    void cueShorterThanAMillisecond_lastsOne() {
        assertThat(WebVtt.render(List.of(Cue.of(0, 100, "x")))).contains("00:00:00.000 --> 00:00:00.001");
    }

    @Test
    void whatIsNoCue_isRefused() {
        assertThatThrownBy(() -> Cue.of(5, 5, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cue.of(0, 5, " \n ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Cue(0, 5, "x\n\ny", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Cue(0, 5, "x", "line:1\n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void storyboard_namesTheTileOfEachStretch() {
        TileGrid grid = new TileGrid(160, 90, 2, 2, 2_000_000);

        String map = WebVtt.storyboard(grid, 9_500_000, List.of("a.jpg", "b.jpg"));

        assertThat(grid.sheets(9_500_000)).isEqualTo(2);
        assertThat(map)
                .contains("00:00:06.000 --> 00:00:08.000\na.jpg#xywh=160,90,160,90\n")
                .endsWith("00:00:08.000 --> 00:00:09.500\nb.jpg#xywh=0,0,160,90\n");
    }
}
