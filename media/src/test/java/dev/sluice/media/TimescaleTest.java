package dev.sluice.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimescaleTest {
    @ParameterizedTest
    @CsvSource({
        "0, 90000, 1000, 0",
        "1, 90000, 48000, 1",
        "1, 2, 1, 1",
        "-1, 2, 1, 0",
        "-3, 2, 1, -1",
        "3, 2, 1, 2",
        "44, 90000, 1000, 0",
        "45, 90000, 1000, 1",
        "-45, 90000, 1000, 0",
        "-46, 90000, 1000, -1",
        "1001, 30000, 90000, 3003",
        "9223372036854775807, 90000, 90000, 9223372036854775807",
        "-9223372036854775808, 90000, 90000, -9223372036854775808",
        "9223372036854775807, 1000000, 90000, 830103483316929823",
        "-9223372036854775808, 1000000, 90000, -830103483316929823",
    })
    void rescale_roundsHalfUp(long ticks, int from, int to, long expected) {
        assertThat(new Timescale(from).rescale(ticks, new Timescale(to))).isEqualTo(expected);
    }

    @Test
    void rescale_anyInput_agreesWithExactArithmetic() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int i = 0; i < 20_000; i++) {
            long ticks = random.nextLong() >> random.nextInt(64);
            int from = 1 + random.nextInt(Integer.MAX_VALUE);
            int to = 1 + random.nextInt(from);

            BigDecimal exact = BigDecimal.valueOf(ticks).multiply(BigDecimal.valueOf(to));
            BigDecimal half = BigDecimal.valueOf(from / 2);
            long expected = exact.add(half)
                    .divide(BigDecimal.valueOf(from), 0, RoundingMode.FLOOR)
                    .longValueExact();

            assertThat(new Timescale(from).rescale(ticks, new Timescale(to))).isEqualTo(expected);
        }
    }

    @Test
    void rescale_resultBeyondLong_throws() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Timescale.MILLISECONDS.rescale(Long.MAX_VALUE, Timescale.VIDEO));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> Timescale.MILLISECONDS.rescale(Long.MIN_VALUE, Timescale.VIDEO));
    }

    @Test
    void micros_thereAndBack_keepsTheTick() {
        Timescale audio = new Timescale(44_100);
        for (long ticks = -5000; ticks < 5000; ticks++) {
            assertThat(audio.fromMicros(audio.toMicros(ticks))).isEqualTo(ticks);
        }
    }

    @Test
    void constructor_zero_throws() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new Timescale(0));
    }
}
