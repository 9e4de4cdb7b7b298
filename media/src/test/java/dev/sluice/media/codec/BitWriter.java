package dev.sluice.media.codec;

import dev.sluice.media.io.ByteWriter;
import dev.sluice.media.io.Payload;
import java.util.BitSet;

/** Writes the bits of parameter sets that no encoder at hand makes. */
final class BitWriter {
    private final BitSet bits = new BitSet();
    private int count;

    BitWriter bits(int width, long value) {
        for (int i = width - 1; i >= 0; i--) {
            bits.set(count++, (value >> i & 1) == 1);
        }
        return this;
    }

    BitWriter flag(boolean value) {
        return bits(1, value ? 1 : 0);
    }

    /** {@code ue(v)}. */
    BitWriter ue(long value) {
        int width = 64 - Long.numberOfLeadingZeros(value + 1);
        return bits(width - 1, 0).bits(width, value + 1);
    }

    /** {@code se(v)}. */
    BitWriter se(long value) {
        return ue(value > 0 ? 2 * value - 1 : -2 * value);
    }

    BitWriter append(BitWriter other) {
        for (int i = 0; i < other.count; i++) {
            flag(other.bits.get(i));
        }
        return this;
    }

    /** The bits with a stop bit, zeros up to a byte, and no emulation prevention. */
    Payload toPayload() {
        bits(1, 1);
        byte[] bytes = new byte[(count + 7) / 8];
        for (int i = 0; i < count; i++) {
            if (bits.get(i)) {
                bytes[i / 8] |= (byte) (0x80 >> i % 8);
            }
        }
        return Payload.wrap(bytes);
    }

    /** The payload with the emulation prevention bytes of a NAL unit (ITU-T H.264 section 7.4.1). */
    Payload toNalUnit() {
        ByteWriter escaped = new ByteWriter();
        int zeros = 0;
        for (byte b : toPayload().toByteArray()) {
            if (zeros >= 2 && (b & 0xFF) <= 3) {
                escaped.writeInt8(3);
                zeros = 0;
            }
            escaped.writeInt8(b);
            zeros = b == 0 ? zeros + 1 : 0;
        }
        return escaped.toPayload();
    }
}
