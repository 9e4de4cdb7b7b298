package dev.sluice.rtmp.chunk;

import io.netty.buffer.ByteBuf;

/**
 * The bytes of one chunk header as they arrive, which may be one at a time (RTMP 1.0 section 5.3.1): basic header,
 * message header, and room for the extended timestamp.
 */
final class ChunkHeader {
    private static final int MAX_BASIC_BYTES = 3;
    private static final int MAX_MESSAGE_HEADER_BYTES = 11;
    private static final int EXTENDED_TIMESTAMP_BYTES = 4;
    private static final int[] MESSAGE_HEADER_BYTES = {MAX_MESSAGE_HEADER_BYTES, 7, 3, 0};

    private final byte[] bytes = new byte[MAX_BASIC_BYTES + MAX_MESSAGE_HEADER_BYTES + EXTENDED_TIMESTAMP_BYTES];
    private int length;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    /** True when the basic and message headers are whole; bytes are taken from the buffer until then. */
    boolean readUpToMessageHeader(ByteBuf in) {
        return fill(in, 1) && fill(in, basicBytes()) && fill(in, messageHeaderEnd());
    }

    /** True when the extended timestamp is whole as well. */
    boolean readExtendedTimestamp(ByteBuf in) {
        return fill(in, messageHeaderEnd() + EXTENDED_TIMESTAMP_BYTES);
    }

    private boolean fill(ByteBuf in, int target) {
        int count = Math.min(target - length, in.readableBytes());
        if (count > 0) {
            in.readBytes(bytes, length, count);
            length += count;
        }
        return length >= target;
    }

    int format() {
        return (bytes[0] >> 6) & 0x3;
    }

    int chunkStreamId() {
        int low = bytes[0] & 0x3F;
        return switch (low) {
            case 0 -> 64 + unsigned(1);
            case 1 -> 64 + unsigned(1) + (unsigned(2) << 8);
            default -> low;
        };
    }

    int timestampField() {
        return uint24(basicBytes());
    }

    int messageLengthBytes() {
        return uint24(basicBytes() + 3);
    }

    int messageType() {
        return unsigned(basicBytes() + 6);
    }

    /** The one little-endian number of the protocol. */
    int messageStreamId() {
        int at = basicBytes() + 7;
        return unsigned(at) | (unsigned(at + 1) << 8) | (unsigned(at + 2) << 16) | (unsigned(at + 3) << 24);
    }

    long extendedTimestamp() {
        int at = messageHeaderEnd();
        return ((long) unsigned(at) << 24) | uint24(at + 1);
    }

    /** The four bytes that looked like an extended timestamp and were payload. */
    byte[] extendedTimestampBytes() {
        byte[] payload = new byte[EXTENDED_TIMESTAMP_BYTES];
        System.arraycopy(bytes, messageHeaderEnd(), payload, 0, EXTENDED_TIMESTAMP_BYTES);
        return payload;
    }

    private int basicBytes() {
        int low = bytes[0] & 0x3F;
        return low == 0 ? 2 : low == 1 ? 3 : 1;
    }

    private int messageHeaderEnd() {
        return basicBytes() + MESSAGE_HEADER_BYTES[format()];
    }

    private int unsigned(int at) {
        return bytes[at] & 0xFF;
    }

    private int uint24(int at) {
        return (unsigned(at) << 16) | (unsigned(at + 1) << 8) | unsigned(at + 2);
    }
}
