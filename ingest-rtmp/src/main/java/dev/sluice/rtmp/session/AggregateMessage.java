package dev.sluice.rtmp.session;

import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.flv.TagHeaders;
import dev.sluice.rtmp.message.InboundMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes an aggregate message (RTMP 1.0 section 7.1.6) apart: FLV tags with back pointers, their timestamps moved so
 * that the first one has the time of the aggregate.
 */
final class AggregateMessage {
    private static final int BACK_POINTER_BYTES = 4;
    private static final int MAX_PARTS = 4_096;
    private static final long TIMESTAMP_MASK = 0xFFFF_FFFFL;

    private AggregateMessage() {}

    /** @throws MediaParseException malformed, when the parts do not add up, or there are absurdly many */
    static List<InboundMessage> split(InboundMessage aggregate) throws MediaParseException {
        ByteReader in = ByteReader.of(aggregate.body());
        List<InboundMessage> parts = new ArrayList<>();
        long offsetMs = 0;
        while (in.hasRemaining()) {
            int type = in.readUnsignedInt8() & 0x1F;
            int length = in.readUnsignedInt24();
            long timestampMs = in.readUnsignedInt24() | (long) in.readUnsignedInt8() << 24;
            in.skip(/* stream id, always zero */ 3);
            Payload body = in.readPayload(length);
            in.skip(Math.min(BACK_POINTER_BYTES, in.remainingBytes()));
            if (parts.isEmpty()) {
                offsetMs = aggregate.timestampMs() - timestampMs;
            }
            if (parts.size() >= MAX_PARTS) {
                throw MediaParseException.malformed("an aggregate of more than " + MAX_PARTS + " messages");
            }
            long movedMs = timestampMs + offsetMs & TIMESTAMP_MASK;
            parts.add(TagHeaders.split(type, movedMs, aggregate.messageStreamId(), body));
        }
        return parts;
    }
}
