package dev.sluice.rtmp.chunk;

import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.fault.RtmpFault;
import dev.sluice.rtmp.fault.RtmpFaultException;
import dev.sluice.rtmp.message.ControlMessages;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.collection.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Assembles messages from chunks (RTMP 1.0 section 5.3). Takes bytes in pieces of any size; copies each payload byte
 * once; never allocates by a declared length. Set Chunk Size and Abort act here and are not passed on.
 *
 * <p>Not thread-safe: owned by the connection's event loop. After a {@link RtmpFaultException} the decoder is in no
 * defined state and the connection must be closed.
 */
public final class RtmpChunkDecoder {
    private static final int TYPE_0 = 0;
    private static final int TYPE_1 = 1;
    private static final int TYPE_2 = 2;
    private static final int TYPE_3 = 3;
    private static final int EXTENDED_TIMESTAMP_MARK = 0xFFFFFF;
    private static final long TIMESTAMP_MASK = 0xFFFF_FFFFL;
    /** A message costs the layers above about as much as this many chunks cost here. */
    private static final int MESSAGE_WORK_UNITS = 8;

    private final BodyPrefix prefix;
    private final Sink sink;
    private final IntObjectHashMap<ChunkStream> streams = new IntObjectHashMap<>();
    private final ChunkHeader header = new ChunkHeader();

    private @Nullable ChunkStream current;
    private int chunkMissingBytes;
    private int chunkSizeBytes = ChunkLimits.DEFAULT_CHUNK_BYTES;
    private int maxMessageBytes = ChunkLimits.MAX_MESSAGE_BYTES_BEFORE_PUBLISH;
    private int partialBytes;
    private int workUnits;
    private boolean paused;

    /** Receives whole messages in the order in which they ended. */
    @FunctionalInterface
    public interface Sink {
        void onMessage(InboundMessage message) throws RtmpFaultException;
    }

    public RtmpChunkDecoder(BodyPrefix prefix, Sink sink) {
        this.prefix = prefix;
        this.sink = sink;
    }

    public void setMaxMessageBytes(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Makes {@link #decode} return after the message being delivered, with the rest left in its buffer. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
    }

    /** Chunks and messages since the last call, as a measure of work that the byte count does not show. */
    public int takeWorkUnits() {
        int units = workUnits;
        workUnits = 0;
        return units;
    }

    /** Memory held by messages that have begun and not ended. */
    public int partialBytes() {
        return partialBytes;
    }

    /**
     * Takes bytes from the buffer until it is empty or the decoder is paused. The caller keeps the buffer.
     *
     * @throws RtmpFaultException when the bytes break a rule or a limit, or when the sink says so
     */
    public void decode(ByteBuf in) throws RtmpFaultException {
        while (!paused && in.isReadable()) {
            step(in);
        }
    }

    private void step(ByteBuf in) throws RtmpFaultException {
        if (current == null && !beginChunk(in)) {
            return;
        }
        ChunkStream stream = current;
        if (stream == null) {
            return;
        }
        int before = in.readableBytes();
        hold(stream.append(in, chunkMissingBytes, prefix));
        chunkMissingBytes -= before - in.readableBytes();
        if (chunkMissingBytes > 0) {
            return;
        }
        current = null;
        if (stream.complete()) {
            deliver(stream);
        }
    }

    private void hold(int bytes) throws RtmpFaultException {
        partialBytes += bytes;
        if (partialBytes > ChunkLimits.MAX_PARTIAL_BYTES) {
            throw new RtmpFaultException(RtmpFault.LIMIT, "more than 16 MiB of unfinished messages");
        }
    }

    /** Reads a chunk header; true when it is whole and {@link #current} is set or a chunk without payload is done. */
    private boolean beginChunk(ByteBuf in) throws RtmpFaultException {
        if (!header.readUpToMessageHeader(in)) {
            return false;
        }
        int format = header.format();
        ChunkStream stream = streamFor(header.chunkStreamId(), format);
        boolean marked = format == TYPE_3
                ? stream.extendedTimestamp && !stream.omitsExtendedTimestamp
                : header.timestampField() == EXTENDED_TIMESTAMP_MARK;
        if (marked && !header.readExtendedTimestamp(in)) {
            return false;
        }
        workUnits++;
        boolean payloadInHeader = marked && format == TYPE_3 && !repeatsTimestamp(stream);
        if (stream.assembling()) {
            if (format != TYPE_3) {
                throw chunkFault("a new message began inside another on chunk stream " + header.chunkStreamId());
            }
        } else {
            applyHeader(stream, format, marked);
            stream.begin();
        }
        chunkMissingBytes = Math.min(chunkSizeBytes, stream.missingBytes());
        current = stream;
        if (payloadInHeader) {
            stream.omitsExtendedTimestamp = true;
            replay(header.extendedTimestampBytes());
        } else {
            header.clear();
        }
        return true;
    }

    /** Some encoders repeat the field, some the absolute time it stands for; anything else is payload. */
    private boolean repeatsTimestamp(ChunkStream stream) {
        long value = header.extendedTimestamp();
        long next = (stream.timestampMs + stream.timestampField) & TIMESTAMP_MASK;
        return value == stream.timestampField || value == (stream.assembling() ? stream.timestampMs : next);
    }

    private void replay(byte[] payload) throws RtmpFaultException {
        header.clear();
        ByteBuf bytes = Unpooled.wrappedBuffer(payload);
        while (bytes.isReadable()) {
            step(bytes);
        }
    }

    private ChunkStream streamFor(int chunkStreamId, int format) throws RtmpFaultException {
        ChunkStream known = streams.get(chunkStreamId);
        if (known != null) {
            return known;
        }
        // librtmp sends its first ping response as type 1 on the control stream, whose other fields are all zero.
        boolean firstPing = format == TYPE_1 && chunkStreamId == ControlMessages.CONTROL_CHUNK_STREAM_ID;
        if (format != TYPE_0 && !firstPing) {
            throw chunkFault("chunk stream " + chunkStreamId + " began with a type " + format + " chunk");
        }
        if (streams.size() >= ChunkLimits.MAX_CHUNK_STREAMS) {
            throw new RtmpFaultException(
                    RtmpFault.LIMIT, "more than " + ChunkLimits.MAX_CHUNK_STREAMS + " chunk streams");
        }
        ChunkStream fresh = new ChunkStream();
        streams.put(chunkStreamId, fresh);
        return fresh;
    }

    private void applyHeader(ChunkStream stream, int format, boolean marked) throws RtmpFaultException {
        if (format != TYPE_3) {
            stream.extendedTimestamp = marked;
            stream.timestampField = marked ? header.extendedTimestamp() : header.timestampField();
        }
        stream.timestampMs = format == TYPE_0
                ? stream.timestampField
                : (stream.timestampMs + stream.timestampField) & TIMESTAMP_MASK;
        if (format < TYPE_2) {
            stream.messageLengthBytes = header.messageLengthBytes();
            stream.messageType = header.messageType();
        }
        if (format == TYPE_0) {
            stream.messageStreamId = header.messageStreamId();
        }
        if (stream.messageLengthBytes > maxMessageBytes) {
            throw new RtmpFaultException(
                    RtmpFault.LIMIT,
                    "a message of " + stream.messageLengthBytes + " bytes; the limit is " + maxMessageBytes);
        }
    }

    private void deliver(ChunkStream stream) throws RtmpFaultException {
        InboundMessage message = stream.finish();
        partialBytes -= message.body().sizeBytes();
        workUnits += MESSAGE_WORK_UNITS;
        switch (message.type()) {
            case MessageType.SET_CHUNK_SIZE -> setChunkSize(controlValue(message));
            case MessageType.ABORT -> abort(controlValue(message));
            default -> sink.onMessage(message);
        }
    }

    private static int controlValue(InboundMessage message) throws RtmpFaultException {
        Payload body = message.body();
        if (body.sizeBytes() < Integer.BYTES) {
            throw chunkFault("a control message of type " + message.type() + " with " + body.sizeBytes() + " bytes");
        }
        return body.buffer().getInt();
    }

    private void setChunkSize(int bytes) throws RtmpFaultException {
        if (bytes <= 0) {
            throw chunkFault("chunk size " + Integer.toUnsignedString(bytes) + " is not between 1 and 2147483647");
        }
        chunkSizeBytes = Math.min(bytes, ChunkLimits.MAX_CHUNK_BYTES);
    }

    private void abort(int chunkStreamId) {
        ChunkStream stream = streams.get(chunkStreamId);
        if (stream != null && stream.assembling()) {
            partialBytes -= stream.abort();
        }
    }

    private static RtmpFaultException chunkFault(String message) {
        return new RtmpFaultException(RtmpFault.CHUNK, message);
    }
}
