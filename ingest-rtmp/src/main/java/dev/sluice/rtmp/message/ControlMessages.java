package dev.sluice.rtmp.message;

import dev.sluice.media.io.Payload;
import java.nio.ByteBuffer;

/** Protocol control and user control messages (RTMP 1.0 sections 5.4, 6.2 and 7.1.7). */
public final class ControlMessages {
    public static final int CONTROL_CHUNK_STREAM_ID = 2;
    /** Set Peer Bandwidth limit types: the client may do as it likes between hard and soft. */
    public static final int LIMIT_HARD = 0;

    public static final int LIMIT_SOFT = 1;
    public static final int LIMIT_DYNAMIC = 2;

    public static final int EVENT_STREAM_BEGIN = 0;
    public static final int EVENT_STREAM_EOF = 1;
    public static final int EVENT_PING_REQUEST = 6;
    public static final int EVENT_PING_RESPONSE = 7;

    private ControlMessages() {}

    public static OutboundMessage setChunkSize(int chunkSizeBytes) {
        return control(MessageType.SET_CHUNK_SIZE, ints(chunkSizeBytes));
    }

    /** @param sequenceNumber bytes received so far, modulo 2^32 */
    public static OutboundMessage acknowledgement(long sequenceNumber) {
        return control(MessageType.ACKNOWLEDGEMENT, ints((int) sequenceNumber));
    }

    public static OutboundMessage windowAcknowledgementSize(int windowBytes) {
        return control(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, ints(windowBytes));
    }

    public static OutboundMessage setPeerBandwidth(int windowBytes, int limitType) {
        byte[] body =
                ByteBuffer.allocate(5).putInt(windowBytes).put((byte) limitType).array();
        return control(MessageType.SET_PEER_BANDWIDTH, body);
    }

    public static OutboundMessage streamBegin(int messageStreamId) {
        return userControl(EVENT_STREAM_BEGIN, messageStreamId);
    }

    public static OutboundMessage streamEof(int messageStreamId) {
        return userControl(EVENT_STREAM_EOF, messageStreamId);
    }

    public static OutboundMessage pingResponse(int timestampMs) {
        return userControl(EVENT_PING_RESPONSE, timestampMs);
    }

    private static OutboundMessage userControl(int event, int data) {
        byte[] body =
                ByteBuffer.allocate(6).putShort((short) event).putInt(data).array();
        return control(MessageType.USER_CONTROL, body);
    }

    private static OutboundMessage control(int type, byte[] body) {
        return new OutboundMessage(
                CONTROL_CHUNK_STREAM_ID, type, /* timestampMs= */ 0, /* messageStreamId= */ 0, Payload.wrap(body));
    }

    private static byte[] ints(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
