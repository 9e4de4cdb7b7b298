package dev.sluice.rtmp.chunk;

import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageHead;
import dev.sluice.rtmp.message.MessageType;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One inbound chunk stream: the last header, which later ones refer to, and the message being assembled. */
final class ChunkStream {
    private static final byte[] NO_BYTES = new byte[0];

    long timestampMs;
    /** The 32-bit value of the last timestamp field: a time after type 0, a difference after types 1 and 2. */
    long timestampField;

    int messageLengthBytes;
    int messageType;
    int messageStreamId;
    boolean extendedTimestamp;
    /** Set once this encoder was seen to leave the extended timestamp out of type 3 chunks. */
    boolean omitsExtendedTimestamp;

    private boolean assembling;
    private int receivedBytes;
    private boolean headKnown;
    private long headPacked;
    private int headLengthBytes;
    private byte @Nullable [] body;

    boolean assembling() {
        return assembling;
    }

    int missingBytes() {
        return messageLengthBytes - receivedBytes;
    }

    boolean complete() {
        return receivedBytes == messageLengthBytes;
    }

    void begin() {
        assembling = true;
        receivedBytes = 0;
        headKnown = !MessageType.isMedia(messageType) || messageLengthBytes == 0;
        headPacked = 0;
        headLengthBytes = 0;
        body = null;
    }

    /** @return bytes of memory set free */
    int abort() {
        assembling = false;
        int freed = body == null ? 0 : body.length;
        body = null;
        return freed;
    }

    /**
     * Takes up to {@code maxBytes} of payload.
     *
     * @return bytes of memory newly taken
     */
    int append(ByteBuf in, int maxBytes, BodyPrefix prefix) {
        int wanted = Math.min(maxBytes, in.readableBytes());
        int end = in.readerIndex() + wanted;
        int grown = 0;
        while (!headKnown && in.readerIndex() < end) {
            grown += appendHead(in.readByte(), in, prefix);
        }
        int count = end - in.readerIndex();
        if (count > 0) {
            int offset = receivedBytes - headLengthBytes;
            grown += reserve(offset + count, in.readableBytes());
            in.readBytes(bodyArray(), offset, count);
            receivedBytes += count;
        }
        return grown;
    }

    private int appendHead(byte value, ByteBuf in, BodyPrefix prefix) {
        headPacked = MessageHead.with(headPacked, receivedBytes, value);
        receivedBytes++;
        int prefixLength = prefix.lengthBytes(messageType, headPacked, receivedBytes);
        boolean last = receivedBytes == messageLengthBytes || receivedBytes == MessageHead.MAX_LENGTH_BYTES;
        if (prefixLength == BodyPrefix.NEED_MORE && !last) {
            return 0;
        }
        headKnown = true;
        headLengthBytes = Math.max(prefixLength, 0);
        int spilled = receivedBytes - headLengthBytes;
        int grown = spilled == 0 ? 0 : reserve(spilled, spilled + in.readableBytes());
        for (int i = 0; i < spilled; i++) {
            bodyArray()[i] = (byte) MessageHead.byteAt(headPacked, headLengthBytes + i);
        }
        return grown;
    }

    /** Memory follows the bytes that arrived, not the length that was declared. */
    private int reserve(int neededBytes, int arrivedBytes) {
        int bodyLength = messageLengthBytes - headLengthBytes;
        if (body == null) {
            int first = Math.clamp(
                    arrivedBytes, ChunkLimits.MIN_FIRST_ALLOCATION_BYTES, ChunkLimits.MAX_FIRST_ALLOCATION_BYTES);
            body = new byte[Math.min(bodyLength, Math.max(neededBytes, first))];
            return body.length;
        }
        if (neededBytes <= body.length) {
            return 0;
        }
        int before = body.length;
        body = Arrays.copyOf(body, Math.min(bodyLength, Math.max(neededBytes, 2 * before)));
        return body.length - before;
    }

    private byte[] bodyArray() {
        return body == null ? NO_BYTES : body;
    }

    InboundMessage finish() {
        assembling = false;
        Payload whole = Payload.wrap(bodyArray());
        body = null;
        MessageHead head = headLengthBytes == 0 ? MessageHead.NONE : new MessageHead(headPacked, headLengthBytes);
        return new InboundMessage(messageType, timestampMs, messageStreamId, head, whole);
    }
}
