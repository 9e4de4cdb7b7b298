package dev.sluice.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes become values or are refused with {@link AmfException}, and the values read are no larger than their bytes
 * allow. Ordinary builds replay the kept inputs; the module's README says how to fuzz for real.
 */
class AmfFuzzTest {
    /** A property name may be longer as text than it may be as a field, when replacements had to stand in for bytes. */
    private static final int LONGEST_SURE_NAME = 0xFFFF / 3;

    @FuzzTest
    void amf0(byte[] bytes) {
        readAndWriteAgain(bytes);
    }

    @FuzzTest
    void amf3(byte[] bytes) {
        byte[] switched = new byte[bytes.length + 1];
        switched[0] = 0x11;
        System.arraycopy(bytes, 0, switched, 1, bytes.length);
        readAndWriteAgain(switched);
    }

    private static void readAndWriteAgain(byte[] bytes) {
        try {
            List<AmfValue> values = Amf0Reader.readAll(bytes, 0);
            if (bytes.length <= LONGEST_SURE_NAME) {
                byte[] written = Amf0Writer.write(values);
                List<AmfValue> again = Amf0Reader.readAll(written, 0);
                assertThat(Arrays.equals(Amf0Writer.write(again), written)).isTrue();
            }
        } catch (AmfException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }
}
