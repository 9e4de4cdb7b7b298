package dev.sluice.vod.subtitle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CueTextTest {
    @Test
    void markup_isLeftOut() {
        assertThat(text("subrip", "<i>Hello</i>\r\n<font color=\"#ff0000\">there</font>\r\n\r\n"))
                .isEqualTo("Hello\nthere");
        assertThat(text("webvtt", "<v Anna>1 &lt; 2 &amp; 3<00:01.000> <c.loud>now</c>"))
                .isEqualTo("1 < 2 & 3 now");
        assertThat(text("ass", "7,0,Default,Anna,0,0,0,,{\\an8\\b1}First, second\\Nthird\\hword"))
                .isEqualTo("First, second\nthird word");
        assertThat(text("subrip", "a < b and c > d")).isEqualTo("a < b and c > d");
    }

    @Test
    void movText_hasALengthBeforeItAndBoxesBehindIt() {
        byte[] packet = "\0\5Hello\0\0\0\14styl".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(CueText.of("mov_text", packet)).isEqualTo("Hello");
        assertThat(CueText.of("mov_text", new byte[] {0, 9, 'a'})).isEqualTo("a");
        assertThat(CueText.of("mov_text", new byte[] {1})).isEmpty();
        assertThat(CueText.of("mov_text", new byte[0])).isEmpty();
    }

    @Test
    void strangeInput_isBoundedAndClean() {
        assertThat(text("text", "x".repeat(10_000))).hasSize(CueText.MAX_CHARS);
        assertThat(text("text", "a\n\n\n\u0007b\u0000")).isEqualTo("a\nb");
        assertThat(text("ass", "1,2,3")).isEmpty();
        assertThat(text("dvd_subtitle", "abc")).isEmpty();
    }

    private static String text(String codec, String packet) {
        return CueText.of(codec, packet.getBytes(StandardCharsets.UTF_8));
    }
}
