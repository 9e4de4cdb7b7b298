package dev.sluice.media.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A bounds-checked big-endian cursor over bytes that came from outside. A read past the end throws
 * {@link MediaParseException} (malformed), so parsers need no length checks of their own.
 *
 * <p>Not thread-safe: one owner. The bytes are read in place and must not change while the reader lives.
 */
public final class ByteReader {
    private final ByteBuffer bytes;
    private final int start;

    private ByteReader(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.BIG_ENDIAN);
        this.start = bytes.position();
    }

    public static ByteReader of(Payload payload) {
        return new ByteReader(payload.buffer());
    }

    public static ByteReader of(byte[] bytes) {
        return new ByteReader(ByteBuffer.wrap(bytes));
    }

    public static ByteReader of(byte[] bytes, int offset, int lengthBytes) {
        return new ByteReader(ByteBuffer.wrap(bytes, offset, lengthBytes));
    }

    /** Reads from the buffer's position to its limit; the buffer itself is not moved. */
    public static ByteReader of(ByteBuffer buffer) {
        return new ByteReader(buffer.duplicate());
    }

    /** Bytes read so far. */
    public int positionBytes() {
        return bytes.position() - start;
    }

    public int remainingBytes() {
        return bytes.remaining();
    }

    public boolean hasRemaining() {
        return bytes.hasRemaining();
    }

    public int peekUnsignedInt8() throws MediaParseException {
        require(1);
        return bytes.get(bytes.position()) & 0xFF;
    }

    public int readUnsignedInt8() throws MediaParseException {
        require(1);
        return bytes.get() & 0xFF;
    }

    public int readUnsignedInt16() throws MediaParseException {
        require(2);
        return bytes.getShort() & 0xFFFF;
    }

    public int readUnsignedInt24() throws MediaParseException {
        require(3);
        return (bytes.getShort() & 0xFFFF) << 8 | (bytes.get() & 0xFF);
    }

    public long readUnsignedInt32() throws MediaParseException {
        return readInt32() & 0xFFFF_FFFFL;
    }

    public int readInt8() throws MediaParseException {
        require(1);
        return bytes.get();
    }

    public int readInt16() throws MediaParseException {
        require(2);
        return bytes.getShort();
    }

    public int readInt24() throws MediaParseException {
        return readUnsignedInt24() << 8 >> 8;
    }

    public int readInt32() throws MediaParseException {
        require(4);
        return bytes.getInt();
    }

    public long readInt64() throws MediaParseException {
        require(8);
        return bytes.getLong();
    }

    public double readFloat64() throws MediaParseException {
        return Double.longBitsToDouble(readInt64());
    }

    public int readUnsignedInt16LittleEndian() throws MediaParseException {
        require(2);
        return Short.toUnsignedInt(Short.reverseBytes(bytes.getShort()));
    }

    public long readUnsignedInt32LittleEndian() throws MediaParseException {
        return Integer.toUnsignedLong(Integer.reverseBytes(readInt32()));
    }

    public byte[] readBytes(int lengthBytes) throws MediaParseException {
        require(lengthBytes);
        byte[] copy = new byte[lengthBytes];
        bytes.get(copy);
        return copy;
    }

    public Payload readPayload(int lengthBytes) throws MediaParseException {
        return Payload.wrap(readBytes(lengthBytes));
    }

    public Payload readRemaining() {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return Payload.wrap(copy);
    }

    public String readUtf8(int lengthBytes) throws MediaParseException {
        return new String(readBytes(lengthBytes), StandardCharsets.UTF_8);
    }

    /** A reader over the next bytes, in place; this reader moves behind them. */
    public ByteReader readSlice(int lengthBytes) throws MediaParseException {
        require(lengthBytes);
        ByteBuffer slice = bytes.slice(bytes.position(), lengthBytes);
        bytes.position(bytes.position() + lengthBytes);
        return new ByteReader(slice);
    }

    public void skip(int lengthBytes) throws MediaParseException {
        require(lengthBytes);
        bytes.position(bytes.position() + lengthBytes);
    }

    private void require(int lengthBytes) throws MediaParseException {
        if (lengthBytes < 0 || lengthBytes > bytes.remaining()) {
            throw MediaParseException.malformed("truncated: " + lengthBytes + " bytes wanted at " + positionBytes()
                    + ", " + bytes.remaining() + " left");
        }
    }
}
