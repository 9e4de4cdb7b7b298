package dev.sluice.packager.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Any bytes become cues or are refused with {@link MediaParseException}, and cues that were written are read back as
 * they were. Ordinary builds replay the kept inputs.
 */
class CueParserFuzzTest {
    private static final int MAX_BYTES_READ_BACK = 512;

    @FuzzTest
    void parse(byte[] bytes) throws Exception {
        List<Cue> cues;
        try {
            cues = CueParser.parse(Payload.wrap(bytes));
        } catch (MediaParseException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
            return;
        }
        String written = WebVtt.render(cues);
        assertThat(written).startsWith("WEBVTT\n").doesNotContain("\0", "\r");
        // Escaping makes longer lines: only of short files is it sure that they are still short enough.
        if (bytes.length <= MAX_BYTES_READ_BACK) {
            assertThat(CueParser.parse(Payload.wrap(written.getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(cues);
        }
    }
}
