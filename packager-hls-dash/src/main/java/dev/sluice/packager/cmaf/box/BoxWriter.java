package dev.sluice.packager.cmaf.box;

import dev.sluice.media.io.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes big-endian fields into a growing array, names each by its width. Not safe for use by several threads. */
public final class BoxWriter {
    private byte[] bytes;
    private int position;

    /** @param capacityBytes exact when known: then nothing is copied again */
    public BoxWriter(int capacityBytes) {
        bytes = new byte[capacityBytes];
    }

    public BoxWriter u8(int value) {
        reserve(1);
        bytes[position++] = (byte) value;
        return this;
    }

    public BoxWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public BoxWriter u24(int value) {
        return u8(value >>> 16).u16(value);
    }

    public BoxWriter u32(int value) {
        reserve(4);
        bytes[position] = (byte) (value >>> 24);
        bytes[position + 1] = (byte) (value >>> 16);
        bytes[position + 2] = (byte) (value >>> 8);
        bytes[position + 3] = (byte) value;
        position += 4;
        return this;
    }

    public BoxWriter u64(long value) {
        return u32((int) (value >>> 32)).u32((int) value);
    }

    public BoxWriter fourCc(String code) {
        byte[] ascii = code.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length != 4) {
            throw new IllegalArgumentException("not a four-character code: " + code);
        }
        return raw(ascii);
    }

    public BoxWriter raw(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, position, value.length);
        position += value.length;
        return this;
    }

    public BoxWriter raw(Payload value) {
        reserve(value.sizeBytes());
        value.copyTo(bytes, position);
        position += value.sizeBytes();
        return this;
    }

    public BoxWriter zeros(int count) {
        reserve(count);
        position += count;
        return this;
    }

    /** The bytes written; the array itself when it was filled exactly. Write nothing afterwards. */
    public byte[] finish() {
        return position == bytes.length ? bytes : Arrays.copyOf(bytes, position);
    }

    private void reserve(int count) {
        if (position + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, position + count));
        }
    }
}
