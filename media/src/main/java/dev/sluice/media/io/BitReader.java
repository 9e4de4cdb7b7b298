package dev.sluice.media.io;

import java.util.Objects;

/**
 * A bounds-checked cursor over bits, most significant first, with the Exp-Golomb codes of ITU-T H.264 section 9.1. A
 * read past the end throws {@link MediaParseException} (malformed). For NAL units remove the emulation prevention bytes
 * first.
 *
 * <p>Not thread-safe: one owner. The bytes are read in place and must not change while the reader lives.
 */
public final class BitReader {
    private static final int MAX_EXP_GOLOMB_ZEROS = 31;

    private final byte[] bytes;
    private final long endBit;
    private long bit;

    private BitReader(byte[] bytes, int offset, int lengthBytes) {
        Objects.checkFromIndexSize(offset, lengthBytes, bytes.length);
        this.bytes = bytes;
        this.bit = 8L * offset;
        this.endBit = bit + 8L * lengthBytes;
    }

    public static BitReader of(Payload payload) {
        return of(payload.toByteArray());
    }

    public static BitReader of(byte[] bytes) {
        return new BitReader(bytes, 0, bytes.length);
    }

    public static BitReader of(byte[] bytes, int offset, int lengthBytes) {
        return new BitReader(bytes, offset, lengthBytes);
    }

    public long remainingBits() {
        return endBit - bit;
    }

    public boolean readFlag() throws MediaParseException {
        return readBit() == 1;
    }

    public int readBit() throws MediaParseException {
        require(1);
        int value = bytes[(int) (bit >> 3)] >> (7 - (int) (bit & 7)) & 1;
        bit++;
        return value;
    }

    /** @param count 0 to 31 */
    public int readBits(int count) throws MediaParseException {
        if (count < 0 || count > 31) {
            throw new IllegalArgumentException("bits in an int: " + count);
        }
        return (int) readUnsigned(count);
    }

    public long readUnsignedInt32() throws MediaParseException {
        return readUnsigned(32);
    }

    public void skipBits(long count) throws MediaParseException {
        require(count);
        bit += count;
    }

    /** {@code ue(v)}: 0 to 2^32 - 2. */
    public long readUnsignedExpGolomb() throws MediaParseException {
        int zeros = 0;
        while (readBit() == 0) {
            if (++zeros > MAX_EXP_GOLOMB_ZEROS) {
                throw MediaParseException.malformed("Exp-Golomb code of more than 32 bits");
            }
        }
        return (1L << zeros) - 1 + readUnsigned(zeros);
    }

    /**
     * {@code ue(v)} of a syntax element with a range.
     *
     * @param max greatest value that the specification allows
     * @param name the syntax element, for the message
     * @throws MediaParseException malformed, when the value is greater
     */
    public int readUnsignedExpGolomb(int max, String name) throws MediaParseException {
        long value = readUnsignedExpGolomb();
        if (value > max) {
            throw MediaParseException.malformed(name + " is " + value + ", at most " + max + " is allowed");
        }
        return (int) value;
    }

    /** {@code se(v)}. */
    public long readSignedExpGolomb() throws MediaParseException {
        long code = readUnsignedExpGolomb();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }

    private long readUnsigned(int count) throws MediaParseException {
        require(count);
        long value = 0;
        int left = count;
        while (left > 0) {
            int bitInByte = (int) (bit & 7);
            int taken = Math.min(left, 8 - bitInByte);
            int chunk = (bytes[(int) (bit >> 3)] & 0xFF) >> (8 - bitInByte - taken) & ((1 << taken) - 1);
            value = value << taken | chunk;
            bit += taken;
            left -= taken;
        }
        return value;
    }

    private void require(long count) throws MediaParseException {
        if (count < 0 || count > endBit - bit) {
            throw MediaParseException.malformed("truncated: " + count + " bits wanted, " + (endBit - bit) + " left");
        }
    }
}
