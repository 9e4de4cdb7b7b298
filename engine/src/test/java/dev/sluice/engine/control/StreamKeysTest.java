package dev.sluice.engine.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamKeysTest {
    /** Gives out the same byte for ever. */
    private static final class FixedRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte value;
        private int bytesTaken;

        FixedRandom(int value) {
            this.value = (byte) value;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            bytesTaken += bytes.length;
            Arrays.fill(bytes, value);
        }
    }

    @Test
    void generate_key_hasItsFormAndDiffersEachTime() {
        StreamKeys keys = new StreamKeys(new SecureRandom());
        Set<String> seen = new HashSet<>();
        for (int time = 0; time < 1000; time++) {
            String key = keys.generate();
            assertThat(key).matches("live_sk_[0-9A-Za-z]{27}");
            seen.add(key);
        }

        assertThat(seen).hasSize(1000);
    }

    @Test
    void generate_key_carriesAll160Bits() {
        FixedRandom ones = new FixedRandom(0xff);
        String largest = new StreamKeys(ones).generate();
        String smallest = new StreamKeys(new FixedRandom(0)).generate();

        assertThat(ones.bytesTaken).isEqualTo(20);
        assertThat(smallest).isEqualTo("live_sk_" + "0".repeat(27));
        BigInteger value = BigInteger.ZERO;
        for (char digit : largest.substring(StreamKeys.PREFIX.length()).toCharArray()) {
            int worth = Character.isDigit(digit)
                    ? digit - '0'
                    : Character.isUpperCase(digit) ? digit - 'A' + 10 : digit - 'a' + 36;
            value = value.multiply(BigInteger.valueOf(62)).add(BigInteger.valueOf(worth));
        }
        assertThat(value).isEqualTo(BigInteger.TWO.pow(160).subtract(BigInteger.ONE));
    }

    @Test
    void hash_key_isItsSha256InHex() {
        assertThat(StreamKeys.hash("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
