package dev.sluice.media.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ByteWriterTest {
    @Test
    void endSize32_writesTheSizeOfNestedBoxes() {
        ByteWriter writer = new ByteWriter(4);
        int outer = writer.beginSize32();
        writer.writeFourCc("moof");
        int inner = writer.beginSize32();
        writer.writeFourCc("free").writeInt8(7);
        writer.endSize32(inner);
        writer.endSize32(outer);

        assertThat(HexFormat.of().formatHex(writer.toByteArray())).isEqualTo("000000116d6f6f660000000966726565" + "07");
    }

    @Test
    void patchInt32_beyondWhatWasWritten_throws() {
        ByteWriter writer = new ByteWriter().writeInt24(0);

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> writer.patchInt32(0, 1));
    }

    @Test
    void valuesThatDoNotFit_throw() {
        ByteWriter writer = new ByteWriter();

        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> writer.writeUnsignedInt32(1L << 32));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> writer.writeUnsignedInt32(-1));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> writer.writeFourCc("avc"));
    }
}
