package dev.sluice.media.still;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;

/**
 * Any bytes become a file of one picture or are refused with {@link MediaParseException}; what was left of a file has
 * nothing more to leave out. Ordinary builds replay the kept inputs.
 */
class StillFileFuzzTest {
    @FuzzTest
    void parse(byte[] bytes) throws Exception {
        StillFile file;
        try {
            file = StillFile.parse(Payload.wrap(bytes.clone()));
        } catch (MediaParseException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
            return;
        }
        assertThat(file.bytes().sizeBytes()).isLessThanOrEqualTo(bytes.length + 1);
        assertThat(file.orientation()).isBetween(Exif.UPRIGHT, Exif.MAX_ORIENTATION);
        StillFile again = StillFile.parse(file.bytes());
        assertThat(again.bytes()).isEqualTo(file.bytes());
        assertThat(again.pixels()).isEqualTo(file.pixels());
    }
}
