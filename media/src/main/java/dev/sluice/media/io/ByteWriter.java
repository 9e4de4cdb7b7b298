package dev.sluice.media.io;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A growable big-endian writer, the mirror of {@link ByteReader}. Integers are written by their low bits; 32-bit sizes
 * are patched in afterwards with {@link #beginSize32} and {@link #endSize32}.
 *
 * <p>Not thread-safe: one owner.
 */
public final class ByteWriter {
    private static final int DEFAULT_CAPACITY_BYTES = 256;

    private byte[] bytes;
    private int sizeBytes;

    public ByteWriter() {
        this(DEFAULT_CAPACITY_BYTES);
    }

    public ByteWriter(int capacityBytes) {
        bytes = new byte[capacityBytes];
    }

    /** Bytes written so far, which is the position of the next byte. */
    public int sizeBytes() {
        return sizeBytes;
    }

    public ByteWriter writeInt8(int value) {
        int at = grow(1);
        bytes[at] = (byte) value;
        return this;
    }

    public ByteWriter writeInt16(int value) {
        int at = grow(2);
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
        return this;
    }

    public ByteWriter writeInt24(int value) {
        int at = grow(3);
        bytes[at] = (byte) (value >> 16);
        bytes[at + 1] = (byte) (value >> 8);
        bytes[at + 2] = (byte) value;
        return this;
    }

    public ByteWriter writeInt32(int value) {
        putInt32(grow(4), value);
        return this;
    }

    /** @throws IllegalArgumentException unless the value fits 32 unsigned bits */
    public ByteWriter writeUnsignedInt32(long value) {
        if (value >>> 32 != 0) {
            throw new IllegalArgumentException("does not fit 32 unsigned bits: " + value);
        }
        return writeInt32((int) value);
    }

    public ByteWriter writeInt64(long value) {
        writeInt32((int) (value >> 32));
        return writeInt32((int) value);
    }

    public ByteWriter writeFloat64(double value) {
        return writeInt64(Double.doubleToLongBits(value));
    }

    public ByteWriter writeBytes(byte[] source) {
        return writeBytes(source, 0, source.length);
    }

    public ByteWriter writeBytes(byte[] source, int offset, int lengthBytes) {
        Objects.checkFromIndexSize(offset, lengthBytes, source.length);
        int at = grow(lengthBytes);
        System.arraycopy(source, offset, bytes, at, lengthBytes);
        return this;
    }

    public ByteWriter writePayload(Payload payload) {
        int at = grow(payload.sizeBytes());
        payload.copyTo(bytes, at);
        return this;
    }

    public ByteWriter writeZeros(int lengthBytes) {
        int at = grow(lengthBytes);
        Arrays.fill(bytes, at, at + lengthBytes, (byte) 0);
        return this;
    }

    public ByteWriter writeUtf8(String text) {
        return writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException unless the code is four ASCII characters */
    public ByteWriter writeFourCc(String code) {
        byte[] ascii = code.getBytes(StandardCharsets.ISO_8859_1);
        if (ascii.length != 4) {
            throw new IllegalArgumentException("not a four-character code: " + code);
        }
        return writeBytes(ascii);
    }

    /** Writes room for a 32-bit size and gives the position to pass to {@link #endSize32}. */
    public int beginSize32() {
        int position = sizeBytes;
        writeInt32(0);
        return position;
    }

    /** Writes the bytes from {@code position} until now, the size field included, into the size field (as boxes do). */
    public void endSize32(int position) {
        patchInt32(position, sizeBytes - position);
    }

    /** Overwrites four bytes that were written before. */
    public void patchInt32(int position, int value) {
        Objects.checkFromIndexSize(position, 4, sizeBytes);
        putInt32(position, value);
    }

    /** A payload of the bytes written so far; the writer can go on. */
    public Payload toPayload() {
        return Payload.wrap(toByteArray());
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, sizeBytes);
    }

    private void putInt32(int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }

    private int grow(int lengthBytes) {
        int at = sizeBytes;
        int needed = Math.addExact(at, lengthBytes);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, 2L * bytes.length)));
        }
        sizeBytes = needed;
        return at;
    }
}
