package dev.sluice.rtmp.chunk;

import dev.sluice.rtmp.fault.RtmpFaultException;
import dev.sluice.rtmp.flv.TagHeaders;
import dev.sluice.rtmp.message.InboundMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A decoder with a memory, and how messages look in the assertions of these tests. */
final class Chunks {
    final List<InboundMessage> messages = new ArrayList<>();
    final RtmpChunkDecoder decoder = new RtmpChunkDecoder(TagHeaders::lengthBytes, messages::add);

    static List<String> decode(byte[]... chunks) throws RtmpFaultException {
        Chunks fresh = new Chunks();
        for (byte[] chunk : chunks) {
            fresh.feed(chunk);
        }
        return fresh.texts();
    }

    /** The decoder must take every byte. */
    void feed(byte[] bytes) throws RtmpFaultException {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        decoder.decode(in);
        if (in.isReadable()) {
            throw new AssertionError(in.readableBytes() + " bytes are left");
        }
    }

    List<String> texts() {
        return messages.stream().map(Chunks::text).toList();
    }

    static String text(InboundMessage message) {
        return "type " + message.type() + " @" + message.timestampMs() + " on " + message.messageStreamId() + ": "
                + HexFormat.of().formatHex(message.joined().toByteArray());
    }
}
