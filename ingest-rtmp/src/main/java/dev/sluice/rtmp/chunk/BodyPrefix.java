package dev.sluice.rtmp.chunk;

/** Says how many leading bytes of a media message are tag header, to be kept apart from the frame behind it. */
@FunctionalInterface
public interface BodyPrefix {
    int NEED_MORE = -1;

    /**
     * Called with one more byte each time until it answers.
     *
     * @param messageType audio or video
     * @param packed the bytes so far, packed as in {@code MessageHead}
     * @param lengthBytes how many bytes are packed, 1 to 8
     * @return 0 to {@code lengthBytes}, or {@link #NEED_MORE}; with 8 bytes or a whole message in hand, more is taken
     *     as 0
     */
    int lengthBytes(int messageType, long packed, int lengthBytes);
}
