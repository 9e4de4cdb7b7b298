package dev.sluice.testing;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BoxDumpTest {
    @Test
    void fragmentedFileOfAnotherMuxer_matchesDump() throws IOException {
        DumpFileAsserts.assertMatchesDump("box/fragmented_av.dump", BoxDump.dump(resource("/box/fragmented_av.mp4")));
    }

    @Test
    void segmentIndexAndWideFields_matchDump() {
        String bytes = "00000034" + "73696478" + "01000000" + "00000001" + "00015f90" + "0000000100000000"
                + "0000000000000000" + "0000" + "0001" + "00001000" + "0002bf20" + "90000000";
        String largeSize = "00000001" + "66726565" + "0000000000000012" + "0102";
        String toTheEnd = "00000000" + "6d646174" + "010203";

        DumpFileAsserts.assertMatchesDump(
                "box/index_and_sizes.dump", BoxDump.dump(HexFormat.of().parseHex(bytes + largeSize + toTheEnd)));
    }

    @Test
    void sizeBeyondTheEnd_throwsWithPlace() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> BoxDump.dump(HexFormat.of().parseHex("0000001066726565")))
                .withMessageContaining("free at 0");
    }

    @Test
    void boxTooShortForItsFields_throwsWithType() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> BoxDump.dump(HexFormat.of().parseHex("0000000c7466647401000000")))
                .withMessageContaining("tfdt: too short");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = BoxDumpTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return in.readAllBytes();
        }
    }
}
