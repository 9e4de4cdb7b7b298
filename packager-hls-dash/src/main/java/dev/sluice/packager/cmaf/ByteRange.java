package dev.sluice.packager.cmaf;

/**
 * A run of bytes of one object.
 *
 * @param offset of the first byte
 * @param lengthBytes greater than zero
 */
public record ByteRange(long offset, long lengthBytes) {
    public ByteRange {
        if (offset < 0 || lengthBytes <= 0) {
            throw new IllegalArgumentException("not a byte range: " + lengthBytes + " bytes at " + offset);
        }
    }

    /** Offset of the last byte, as HTTP and DASH name the end of a range. */
    public long lastByte() {
        return offset + lengthBytes - 1;
    }
}
