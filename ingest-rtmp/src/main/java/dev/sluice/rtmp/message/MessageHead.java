package dev.sluice.rtmp.message;

/**
 * Up to eight leading bytes of a message body, packed into a {@code long} so that a media message costs no extra array:
 * byte 0 is the least significant.
 *
 * @param lengthBytes 0 to 8
 */
public record MessageHead(long packed, int lengthBytes) {
    public static final int MAX_LENGTH_BYTES = 8;
    public static final MessageHead NONE = new MessageHead(0, 0);

    public static int byteAt(long packed, int index) {
        return (int) (packed >>> (index * 8)) & 0xFF;
    }

    public static long with(long packed, int index, int value) {
        return packed | ((long) (value & 0xFF) << (index * 8));
    }

    public int byteAt(int index) {
        if (index < 0 || index >= lengthBytes) {
            throw new IndexOutOfBoundsException("head byte " + index + " of " + lengthBytes);
        }
        return byteAt(packed, index);
    }
}
