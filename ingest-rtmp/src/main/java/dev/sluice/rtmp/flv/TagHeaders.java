package dev.sluice.rtmp.flv;

import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.chunk.BodyPrefix;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageHead;
import dev.sluice.rtmp.message.MessageType;

/**
 * How long the tag header in front of a frame is (FLV 10.1 annexes E.4.2 and E.4.3, Enhanced RTMP v2). Tags whose
 * header has no fixed form (modifiers, many tracks) and unknown codecs count as having none; their readers take the
 * whole body.
 */
public final class TagHeaders {
    static final int EX_HEADER_BIT = 0x80;
    static final int LEGACY_AVC = 7;
    static final int LEGACY_HEVC = 12;
    static final int LEGACY_VIDEO_BYTES = 5;
    static final int LEGACY_AAC = 10;
    static final int LEGACY_AAC_BYTES = 2;
    static final int SOUND_FORMAT_EX = 9;
    static final int EX_BYTES = 5;
    static final int EX_COMPOSITION_BYTES = 8;
    static final int COMMAND_FRAME = 5;

    static final int CODED_FRAMES = 1;
    static final int VIDEO_MULTITRACK = 6;
    static final int AUDIO_MULTITRACK = 5;
    static final int MOD_EX = 7;

    private TagHeaders() {}

    /** The {@link BodyPrefix} of media messages. */
    public static int lengthBytes(int messageType, long packed, int lengthBytes) {
        int wanted = messageType == MessageType.VIDEO
                ? videoBytes(packed, lengthBytes)
                : audioBytes(MessageHead.byteAt(packed, 0));
        return wanted <= lengthBytes ? wanted : BodyPrefix.NEED_MORE;
    }

    private static int videoBytes(long packed, int lengthBytes) {
        int first = MessageHead.byteAt(packed, 0);
        int low = first & 0xF;
        if ((first & EX_HEADER_BIT) == 0) {
            return low == LEGACY_AVC || low == LEGACY_HEVC ? LEGACY_VIDEO_BYTES : 0;
        }
        if (low == VIDEO_MULTITRACK || low == MOD_EX || (first >> 4 & 0x7) == COMMAND_FRAME) {
            return 0;
        }
        if (low != CODED_FRAMES || lengthBytes < EX_BYTES) {
            return EX_BYTES;
        }
        return FourCc.hasCompositionTime(fourCc(packed)) ? EX_COMPOSITION_BYTES : EX_BYTES;
    }

    private static int audioBytes(int first) {
        int low = first & 0xF;
        return switch (first >> 4) {
            case LEGACY_AAC -> LEGACY_AAC_BYTES;
            case SOUND_FORMAT_EX -> low == AUDIO_MULTITRACK || low == MOD_EX ? 0 : EX_BYTES;
            default -> 0;
        };
    }

    static int fourCc(long packed) {
        return MessageHead.byteAt(packed, 1) << 24
                | MessageHead.byteAt(packed, 2) << 16
                | MessageHead.byteAt(packed, 3) << 8
                | MessageHead.byteAt(packed, 4);
    }

    /** Splits a whole tag body as the chunk layer would have done. */
    public static InboundMessage split(int messageType, long timestampMs, int messageStreamId, Payload whole) {
        long packed = 0;
        int available = Math.min(whole.sizeBytes(), MessageHead.MAX_LENGTH_BYTES);
        for (int i = 0; i < available && MessageType.isMedia(messageType); i++) {
            packed = MessageHead.with(packed, i, whole.byteAt(i));
            int prefix = lengthBytes(messageType, packed, i + 1);
            if (prefix > 0) {
                Payload body = whole.slice(prefix, whole.sizeBytes() - prefix);
                return new InboundMessage(
                        messageType, timestampMs, messageStreamId, new MessageHead(packed, prefix), body);
            }
            if (prefix == 0) {
                break;
            }
        }
        return new InboundMessage(messageType, timestampMs, messageStreamId, MessageHead.NONE, whole);
    }
}
