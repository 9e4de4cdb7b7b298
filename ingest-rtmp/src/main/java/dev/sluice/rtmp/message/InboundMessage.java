package dev.sluice.rtmp.message;

import dev.sluice.media.io.Payload;

/**
 * A whole message from the client.
 *
 * <p>A media message is held in two pieces, its FLV tag header in {@code head} and the rest in {@code body}, so that
 * the bytes of a frame are copied once, from the socket's buffer to the array that the sample keeps. All other messages
 * have an empty head.
 *
 * @param type see {@link MessageType}
 * @param timestampMs 0 to 2^32 - 1, wrapping
 * @param messageStreamId as createStream gave it, 0 for the connection
 * @param head the leading bytes that were split off
 * @param body the bytes after the head
 */
public record InboundMessage(int type, long timestampMs, int messageStreamId, MessageHead head, Payload body) {
    public int sizeBytes() {
        return head.lengthBytes() + body.sizeBytes();
    }

    /** The whole body in one piece, for readers that do not care for the split. */
    public Payload joined() {
        if (head.lengthBytes() == 0) {
            return body;
        }
        byte[] whole = new byte[sizeBytes()];
        for (int i = 0; i < head.lengthBytes(); i++) {
            whole[i] = (byte) head.byteAt(i);
        }
        body.copyTo(whole, head.lengthBytes());
        return Payload.wrap(whole);
    }
}
