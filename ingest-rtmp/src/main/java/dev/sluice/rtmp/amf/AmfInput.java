package dev.sluice.rtmp.amf;

import java.nio.charset.StandardCharsets;

/** The bytes of one message with their bounds, and the count of values taken from them. Shared by both versions. */
final class AmfInput {
    private final byte[] bytes;
    private int position;
    private int nodes;

    AmfInput(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    int remaining() {
        return bytes.length - position;
    }

    int position() {
        return position;
    }

    /** Every value counts, so that a small message cannot become a large tree. */
    void countNode(int depth) throws AmfException {
        if (depth > AmfLimits.MAX_DEPTH) {
            throw new AmfException("AMF values nested more than " + AmfLimits.MAX_DEPTH + " deep");
        }
        nodes++;
        if (nodes > AmfLimits.MAX_NODES) {
            throw new AmfException("more than " + AmfLimits.MAX_NODES + " AMF values in one message");
        }
    }

    int readUint8() throws AmfException {
        require(1);
        return bytes[position++] & 0xFF;
    }

    int peekUint8() throws AmfException {
        require(1);
        return bytes[position] & 0xFF;
    }

    int readUint16() throws AmfException {
        require(2);
        return (readUint8() << 8) | readUint8();
    }

    long readUint32() throws AmfException {
        require(4);
        return ((long) readUint16() << 16) | readUint16();
    }

    double readDouble() throws AmfException {
        require(8);
        return Double.longBitsToDouble((readUint32() << 32) | readUint32());
    }

    String readUtf8(long lengthBytes) throws AmfException {
        if (lengthBytes > AmfLimits.MAX_STRING_BYTES) {
            throw new AmfException("an AMF string of " + lengthBytes + " bytes");
        }
        require((int) lengthBytes);
        String text = new String(bytes, position, (int) lengthBytes, StandardCharsets.UTF_8);
        position += (int) lengthBytes;
        return text;
    }

    /** A declared count of items, each of which takes at least one byte. */
    int checkedCount(long count) throws AmfException {
        if (count > remaining()) {
            throw new AmfException("an AMF array that claims " + count + " items in " + remaining() + " bytes");
        }
        return (int) count;
    }

    void skip(int count) throws AmfException {
        require(count);
        position += count;
    }

    private void require(int count) throws AmfException {
        if (count > remaining()) {
            throw new AmfException("AMF ends " + (count - remaining()) + " bytes too early");
        }
    }
}
