package dev.sluice.media.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class BitReaderTest {
    @Test
    void readBits_acrossBytes_isMostSignificantFirst() throws Exception {
        BitReader bits = bits("a5f00fff12345678");

        assertThat(bits.readBits(3)).isEqualTo(0b101);
        assertThat(bits.readBits(9)).isEqualTo(0b0_0101_1111);
        assertThat(bits.readBits(0)).isZero();
        assertThat(bits.readBits(20)).isEqualTo(0x00FFF);
        assertThat(bits.readUnsignedInt32()).isEqualTo(0x12345678L);
        assertThat(bits.remainingBits()).isZero();
    }

    @Test
    void expGolomb_smallCodes_areRead() throws Exception {
        BitReader bits = bits("a642" + "98e2" + "04" + "8a");

        assertThat(bits.readUnsignedExpGolomb()).isZero();
        assertThat(bits.readUnsignedExpGolomb()).isEqualTo(1);
        assertThat(bits.readUnsignedExpGolomb()).isEqualTo(2);
        assertThat(bits.readUnsignedExpGolomb()).isEqualTo(3);
        assertThat(bits.readSignedExpGolomb()).isEqualTo(-2);
    }

    @Test
    void expGolomb_greatestCode_is32Bits() throws Exception {
        assertThat(bits("00000001fffffffe00").readUnsignedExpGolomb()).isEqualTo((1L << 32) - 2);
    }

    @Test
    void expGolomb_longerThan32Bits_isMalformed() {
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> bits("0000000000ffffffffff").readUnsignedExpGolomb())
                .withMessageContaining("Exp-Golomb");
    }

    @Test
    void expGolomb_overItsRange_namesTheElement() {
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> bits("20").readUnsignedExpGolomb(2, "chroma_format_idc"))
                .withMessage("chroma_format_idc is 3, at most 2 is allowed");
    }

    @Test
    void readPastTheEnd_isMalformed() {
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> bits("ff").readBits(9));
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> bits("ff").skipBits(9));
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> bits("ff").skipBits(-1));
        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(() -> bits("00").readUnsignedExpGolomb());
    }

    private static BitReader bits(String hex) {
        return BitReader.of(HexFormat.of().parseHex(hex));
    }
}
