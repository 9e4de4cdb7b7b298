package dev.sluice.media.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ByteReaderTest {
    @Test
    void readsWhatTheWriterWrote() throws Exception {
        Payload written = new ByteWriter(1)
                .writeInt8(0xFE)
                .writeInt16(0xFFFE)
                .writeInt24(0xFF_FFFE)
                .writeUnsignedInt32(0xFFFF_FFFEL)
                .writeInt64(Long.MIN_VALUE + 1)
                .writeFloat64(29.97)
                .writeFourCc("avc1")
                .writeInt24(-2)
                .writeZeros(2)
                .toPayload();

        ByteReader reader = ByteReader.of(written);

        assertThat(reader.peekUnsignedInt8()).isEqualTo(0xFE);
        assertThat(reader.readUnsignedInt8()).isEqualTo(0xFE);
        assertThat(reader.readUnsignedInt16()).isEqualTo(0xFFFE);
        assertThat(reader.readUnsignedInt24()).isEqualTo(0xFF_FFFE);
        assertThat(reader.readUnsignedInt32()).isEqualTo(0xFFFF_FFFEL);
        assertThat(reader.readInt64()).isEqualTo(Long.MIN_VALUE + 1);
        assertThat(reader.readFloat64()).isEqualTo(29.97);
        assertThat(reader.readUtf8(4)).isEqualTo("avc1");
        assertThat(reader.readInt24()).isEqualTo(-2);
        assertThat(reader.readRemaining()).isEqualTo(Payload.wrap(new byte[2]));
        assertThat(reader.hasRemaining()).isFalse();
    }

    @Test
    void readLittleEndian_swapsBytes() throws Exception {
        ByteReader reader = ByteReader.of(new byte[] {0x38, 0x01, 0x44, (byte) 0xAC, 0, (byte) 0x80});

        assertThat(reader.readUnsignedInt16LittleEndian()).isEqualTo(312);
        assertThat(reader.readUnsignedInt32LittleEndian()).isEqualTo(0x8000AC44L);
    }

    @Test
    void readPastTheEnd_isMalformedAndDoesNotMove() throws Exception {
        ByteReader reader = ByteReader.of(new byte[] {1, 2, 3, 4, 5}, 1, 3);
        reader.skip(1);

        assertThatExceptionOfType(MediaParseException.class)
                .isThrownBy(reader::readUnsignedInt24)
                .withMessageContaining("3 bytes wanted at 1, 2 left");
        assertThatExceptionOfType(MediaParseException.class).isThrownBy(() -> reader.readBytes(-1));
        assertThat(reader.readUnsignedInt16()).isEqualTo(0x0304);
    }

    @Test
    void readSlice_isBoundedAndLeavesTheRest() throws Exception {
        ByteBuffer source = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 4}).position(1);
        ByteReader reader = ByteReader.of(source);
        ByteReader slice = reader.readSlice(2);

        assertThat(slice.readUnsignedInt16()).isEqualTo(0x0102);
        assertThatExceptionOfType(MediaParseException.class).isThrownBy(slice::readUnsignedInt8);
        assertThat(reader.readUnsignedInt16()).isEqualTo(0x0304);
        assertThat(source.position()).isEqualTo(1);
    }
}
