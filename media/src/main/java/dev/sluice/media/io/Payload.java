package dev.sluice.media.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.Checksum;

/**
 * An immutable run of bytes: one access unit, one parameter set, one configuration record. Safe to share between
 * threads and subscribers without copies or reference counts.
 *
 * <p>Equality is by content.
 */
public final class Payload {
    public static final Payload EMPTY = new Payload(new byte[0]);

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes ownership of the array: the caller must not write to it afterwards. */
    public static Payload wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Payload(bytes);
    }

    public static Payload copyOf(byte[] bytes, int offset, int lengthBytes) {
        return wrap(Arrays.copyOfRange(bytes, offset, offset + lengthBytes));
    }

    /** A payload of its own with a copy of part of this one's bytes; this very payload when the part is all of it. */
    public Payload slice(int offset, int lengthBytes) {
        Objects.checkFromIndexSize(offset, lengthBytes, bytes.length);
        return lengthBytes == bytes.length ? this : copyOf(bytes, offset, lengthBytes);
    }

    public int sizeBytes() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    public byte byteAt(int index) {
        return bytes[index];
    }

    /** A fresh read-only view with its own position: never shared mutable state. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    public byte[] toByteArray() {
        return bytes.clone();
    }

    public void copyTo(byte[] target, int targetOffset) {
        System.arraycopy(bytes, 0, target, targetOffset, bytes.length);
    }

    public void copyTo(int offset, byte[] target, int targetOffset, int lengthBytes) {
        System.arraycopy(bytes, offset, target, targetOffset, lengthBytes);
    }

    /** Adds all bytes to a checksum, without a copy. */
    public void addTo(Checksum checksum) {
        checksum.update(bytes, 0, bytes.length);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        int shown = Math.min(bytes.length, 16);
        return "Payload[" + bytes.length + " bytes " + HexFormat.of().formatHex(bytes, 0, shown)
                + (shown < bytes.length ? "…]" : "]");
    }
}
