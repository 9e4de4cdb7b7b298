package dev.sluice.rtmp.flv;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.message.MessageType;

/**
 * Any bytes become tags or are refused with {@link MediaParseException}. Ordinary builds replay the kept inputs; the
 * module's README says how to fuzz for real.
 */
class TagReadersFuzzTest {
    @FuzzTest
    void video(byte[] bytes) {
        assertThat(Tags.split(MessageType.VIDEO, bytes).joined()).isEqualTo(Payload.wrap(bytes));
        try {
            assertThat(Tags.video(bytes))
                    .allSatisfy(tag -> assertThat(Tags.text(tag)).isNotBlank());
        } catch (MediaParseException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }

    @FuzzTest
    void audio(byte[] bytes) {
        assertThat(Tags.split(MessageType.AUDIO, bytes).joined()).isEqualTo(Payload.wrap(bytes));
        try {
            assertThat(Tags.audio(bytes))
                    .allSatisfy(tag -> assertThat(Tags.text(tag)).isNotBlank());
        } catch (MediaParseException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }
}
