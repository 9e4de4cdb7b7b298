package dev.sluice.packager.text;

import static dev.sluice.testing.DumpFileAsserts.assertMatchesDump;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CueParserTest {
    @Test
    void subRip_withByteOrderMarkAndCarriageReturns_becomesWebVtt() throws Exception {
        String file = """
                \ufeff1
                00:00:01,500 --> 00:00:03,000
                <i>Salt & pepper</i>
                <font color="red">2 < 3</font>

                2
                00:00:02,000 --> 00:00:04,250 X1:1 X2:2
                {\\an8}left<BR/><b>open

                3
                01:02:03,4 --> 01:02:04,40
                a --&gt; b


                4
                00:00:09,000 --> 00:00:10,000

                5
                00:00:00,000 --> 00:00:00,500
                sorted to the front
                """;

        assertMatchesDump("file/subrip.vtt", WebVtt.render(parse(file.replace("\n", "\r\n"))));
    }

    @Test
    void webVtt_keepsPlacesAndDropsBlocks() throws Exception {
        String file = """
                WEBVTT - a title
                Kind: captions

                STYLE
                ::cue { color: lime }

                REGION
                id:fred

                NOTE nothing
                to see

                named cue
                00:01.000 --> 00:02.000 region:fred line:10% align:start position:5%,line-left bogus:1
                <v Mary>Hello <00:01.500>there &lrm;&amp; &copy;</v>

                100:00:00.000 --> 100:00:01.000
                """;

        assertThatThrownBy(() -> parse(file)).hasMessageStartingWith("line 17: ");
        List<Cue> cues = parse(file.replace("100:00", "99:00"));
        assertThat(cues)
                .containsExactly(new Cue(
                        1_000_000,
                        2_000_000,
                        "Hello there \u200e&amp; &amp;copy;",
                        "line:10% align:start position:5%,line-left"));
    }

    @Test
    void webVttWithoutCues_isEmpty() throws Exception {
        assertThat(parse("WEBVTT")).isEmpty();
        assertThat(parse("WEBVTT\n\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'1\n00:00:02,000 --> 00:00:01,000\nx', line 2: a cue that ends before it starts",
        "'1\nno times\n', line 2: a cue without its times",
        "'1', line 1: a cue without its times",
        "'WEBVTT\n\n00:00.000 -> 00:01.000\nx', line 4: a cue without its times",
        "'1\n00:00:01,000 --> 00:00:02,000\nx\n2\n00:00:02,000 --> 00:00:03,000\ny', line 5: times inside",
        "'1\n00:61:01,000 --> 00:62:02,000\nx', line 2: minutes or seconds",
        "'', neither WebVTT nor SubRip",
        "'WEBVTTX\n', line 1: a cue without"
    })
    void badCue_isNamedByItsLine(String file, String message) {
        assertThatThrownBy(() -> parse(file))
                .isInstanceOfSatisfying(MediaParseException.class, e -> assertThat(e.kind())
                        .isEqualTo(MediaParseException.Kind.MALFORMED))
                .hasMessageStartingWith(message);
    }

    @Test
    void whatIsTooLarge_isRefused() {
        assertThatThrownBy(() -> CueParser.parse(Payload.wrap(new byte[CueParser.MAX_FILE_BYTES + 1])))
                .isInstanceOf(MediaParseException.class)
                .hasMessageContaining("at most");
        assertThatThrownBy(() -> parse("WEBVTT\n\n00:00.000 --> 00:01.000\n" + "x".repeat(5_000)))
                .hasMessageStartingWith("line 4: longer");
        assertThatThrownBy(() -> parse("WEBVTT\n\n00:00.000 --> 00:01.000\n" + "x\n".repeat(100)))
                .hasMessageStartingWith("line 4: a cue of more");
        assertThatThrownBy(() -> parse("WEBVTT\n\n" + "00:00.000 --> 00:01.000\nx\n\n".repeat(CueParser.MAX_CUES + 1)))
                .hasMessageContaining("more than " + CueParser.MAX_CUES);
    }

    @Test
    void otherEncodings_areRefused() {
        Payload utf16 = Payload.wrap("WEBVTT\n\n".getBytes(StandardCharsets.UTF_16));

        assertThatThrownBy(() -> CueParser.parse(utf16))
                .isInstanceOf(MediaParseException.class)
                .hasMessageContaining("UTF-8");
    }

    private static List<Cue> parse(String text) throws MediaParseException {
        return CueParser.parse(Payload.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
