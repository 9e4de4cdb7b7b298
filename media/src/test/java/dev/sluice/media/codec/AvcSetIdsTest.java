package dev.sluice.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AvcSetIdsTest {
    private static final VideoFormat FORMAT = new VideoFormat(320, 180, Rational.ONE, null);

    private static AvcParameters parameters(List<String> sps, List<String> pps) {
        return new AvcParameters(FORMAT, payloads(sps), payloads(pps), Payload.EMPTY, "avc1.64001f");
    }

    private static List<Payload> payloads(List<String> digits) {
        return digits.stream()
                .map(each -> Payload.wrap(HexFormat.of().parseHex(each)))
                .toList();
    }

    @Test
    void setsWithTheFirstId_leaveTheSecond() throws Exception {
        assertThat(AvcSetIds.free(parameters(List.of("6764001f80"), List.of("68c0"))))
                .isEqualTo(1);
    }

    @Test
    void idsOfBothKinds_areTaken() throws Exception {
        // Exponential Golomb: 1 is zero, 010 is one, 011 is two.
        assertThat(AvcSetIds.free(parameters(List.of("6764001f40"), List.of("68c0", "6860"))))
                .isEqualTo(3);
    }

    @Test
    void setWithoutAnId_isMalformed() {
        assertThatThrownBy(() -> AvcSetIds.free(parameters(List.of("6764001f"), List.of("68c0"))))
                .isInstanceOf(MediaParseException.class);
    }

    @Test
    void allIdsTaken_isSaid() {
        List<String> pps = IntStream.rangeClosed(1, 32)
                .mapToObj(codeNumber -> "68" + golomb(codeNumber))
                .toList();

        assertThatThrownBy(() -> AvcSetIds.free(parameters(List.of("6764001f80"), pps)))
                .isInstanceOf(MediaParseException.class)
                .hasMessageContaining("all ids");
    }

    /** Of one less than this, filled up to two bytes. */
    private static String golomb(int codeNumber) {
        int bits = 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(codeNumber)) - 1;
        return String.format(Locale.ROOT, "%04x", codeNumber << (Short.SIZE - bits));
    }
}
