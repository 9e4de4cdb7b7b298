package dev.sluice.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void code_atTheTimesOfRfc6238AppendixB_isItsCode(long seconds, String code) {
        assertThat(Totp.code(SECRET, Totp.stepAt(Instant.ofEpochSecond(seconds)), 8))
                .isEqualTo(code);
    }

    @Test
    void stepOf_codesAroundNow_takesOneStepEachWay() {
        Instant now = Instant.parse("2026-01-01T00:00:15Z");
        long step = Totp.stepAt(now);
        for (int away = -1; away <= 1; away++) {
            assertThat(Totp.stepOf(Totp.code(SECRET, step + away, 6), SECRET, now))
                    .hasValue(step + away);
        }
        assertThat(Totp.stepOf(Totp.code(SECRET, step - 2, 6), SECRET, now)).isEmpty();
        assertThat(Totp.stepOf(Totp.code(SECRET, step, 6), SECRET, now.plus(Duration.ofSeconds(60))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void base32_vectorsOfRfc4648_areBothWaysTheSame(String text, String encoded) {
        assertThat(Base32.encode(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
        assertThat(new String(Base32.decode(encoded), StandardCharsets.US_ASCII))
                .isEqualTo(text);
    }
}
