package dev.sluice.rtmp.chunk;

import dev.sluice.rtmp.message.MessageType;
import dev.sluice.rtmp.message.OutboundMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.collection.IntObjectHashMap;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts messages into chunks (RTMP 1.0 section 5.3), with the shortest header that says the same. A Set Chunk Size
 * message takes effect here with the message after it.
 *
 * <p>Not thread-safe: owned by the connection's event loop.
 */
public final class RtmpChunkEncoder {
    private static final int EXTENDED_TIMESTAMP_MARK = 0xFFFFFF;
    private static final int MAX_HEADER_BYTES = 18;
    private static final long TIMESTAMP_MASK = 0xFFFF_FFFFL;

    private final IntObjectHashMap<Sent> last = new IntObjectHashMap<>();
    private int chunkSizeBytes = ChunkLimits.DEFAULT_CHUNK_BYTES;

    /** @param timestampField what the last header's timestamp field said: a time, or a difference */
    private record Sent(OutboundMessage message, long timestampField) {}

    /** @return a new buffer that the caller owns */
    public ByteBuf encode(OutboundMessage message, ByteBufAllocator allocator) {
        int chunks = Math.max(1, Math.ceilDiv(message.body().sizeBytes(), chunkSizeBytes));
        ByteBuf out = allocator.buffer(message.body().sizeBytes() + MAX_HEADER_BYTES + (chunks - 1) * 7);
        long field = writeFirstHeader(out, message);
        writeBody(out, message, field);
        last.put(message.chunkStreamId(), new Sent(message, field));
        if (message.type() == MessageType.SET_CHUNK_SIZE) {
            chunkSizeBytes = message.body().buffer().getInt();
        }
        return out;
    }

    private long writeFirstHeader(ByteBuf out, OutboundMessage message) {
        Sent before = last.get(message.chunkStreamId());
        int format = formatFor(message, before);
        long field = before == null || format == 0
                ? message.timestampMs()
                : (message.timestampMs() - before.message().timestampMs()) & TIMESTAMP_MASK;
        writeBasicHeader(out, format, message.chunkStreamId());
        if (format < 3) {
            out.writeMedium((int) Math.min(field, EXTENDED_TIMESTAMP_MARK));
        }
        if (format < 2) {
            out.writeMedium(message.body().sizeBytes());
            out.writeByte(message.type());
        }
        if (format == 0) {
            out.writeIntLE(message.messageStreamId());
        }
        writeExtendedTimestamp(out, field);
        return field;
    }

    private static int formatFor(OutboundMessage message, @Nullable Sent before) {
        if (before == null
                || before.message().messageStreamId() != message.messageStreamId()
                || goesBack(before.message().timestampMs(), message.timestampMs())) {
            return 0;
        }
        OutboundMessage previous = before.message();
        if (previous.type() != message.type()
                || previous.body().sizeBytes() != message.body().sizeBytes()) {
            return 1;
        }
        long delta = (message.timestampMs() - previous.timestampMs()) & TIMESTAMP_MASK;
        return delta == before.timestampField() ? 3 : 2;
    }

    private static boolean goesBack(long fromMs, long toMs) {
        return (int) (toMs - fromMs) < 0;
    }

    private void writeBody(ByteBuf out, OutboundMessage message, long field) {
        ByteBuffer body = message.body().buffer();
        writePiece(out, body);
        while (body.hasRemaining()) {
            writeBasicHeader(out, 3, message.chunkStreamId());
            writeExtendedTimestamp(out, field);
            writePiece(out, body);
        }
    }

    private void writePiece(ByteBuf out, ByteBuffer body) {
        int end = body.limit();
        body.limit(Math.min(end, body.position() + chunkSizeBytes));
        out.writeBytes(body);
        body.limit(end);
    }

    private static void writeExtendedTimestamp(ByteBuf out, long field) {
        if (field >= EXTENDED_TIMESTAMP_MARK) {
            out.writeInt((int) field);
        }
    }

    private static void writeBasicHeader(ByteBuf out, int format, int chunkStreamId) {
        int high = format << 6;
        if (chunkStreamId < 64) {
            out.writeByte(high | chunkStreamId);
        } else if (chunkStreamId < 320) {
            out.writeByte(high).writeByte(chunkStreamId - 64);
        } else {
            out.writeByte(high | 1).writeByte(chunkStreamId - 64).writeByte((chunkStreamId - 64) >> 8);
        }
    }
}
