package dev.sluice.rtmp.flv;

import static dev.sluice.rtmp.flv.TagHeaders.CODED_FRAMES;

import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageHead;
import java.util.Optional;

/**
 * Reads video messages: AVC and HEVC by their legacy ids (FLV 10.1 annex E.4.3), and the four-character codes of
 * Enhanced RTMP v2 with modifiers and many tracks, of which the default one is taken. Stateless and thread-safe.
 */
public final class FlvVideoTagReader {
    private static final int KEY_FRAME = 1;
    private static final int LEGACY_SEQUENCE_HEADER = 0;
    private static final int LEGACY_FRAME = 1;
    private static final int LEGACY_END = 2;

    private static final int SEQUENCE_START = 0;
    private static final int SEQUENCE_END = 2;
    private static final int CODED_FRAMES_X = 3;
    private static final int METADATA = 4;

    private FlvVideoTagReader() {}

    /** Receives the tags of one message; more than one only where a message carries many tracks. */
    @FunctionalInterface
    public interface Output {
        void tag(FlvVideoTag tag) throws MediaParseException;
    }

    /** @throws MediaParseException malformed, when the message ends inside its header; or whatever the output throws */
    public static void read(InboundMessage message, Output output) throws MediaParseException {
        MessageHead head = message.head();
        if (head.lengthBytes() == 0) {
            readWhole(message.body(), output);
            return;
        }
        int first = head.byteAt(0);
        int frameType = first >> 4 & 0x7;
        if ((first & TagHeaders.EX_HEADER_BIT) == 0) {
            output.tag(legacy(frameType, first & 0xF, head, message.body()));
            return;
        }
        int compositionTimeMs = head.lengthBytes() == TagHeaders.EX_COMPOSITION_BYTES ? int24(head, 5) : 0;
        int fourCc = TagHeaders.fourCc(head.packed());
        output.tag(packet(frameType, first & 0xF, fourCc, compositionTimeMs, message.body()));
    }

    private static FlvVideoTag legacy(int frameType, int codecId, MessageHead head, Payload body) {
        if (frameType == TagHeaders.COMMAND_FRAME) {
            return new FlvVideoTag.Ignored("a video command frame");
        }
        VideoCodec codec = codecId == TagHeaders.LEGACY_AVC ? VideoCodec.AVC : VideoCodec.HEVC;
        int packetType = head.byteAt(1);
        return switch (packetType) {
            case LEGACY_SEQUENCE_HEADER -> new FlvVideoTag.Config(codec, body);
            case LEGACY_FRAME -> new FlvVideoTag.Frame(codec, frameType == KEY_FRAME, int24(head, 2), body);
            case LEGACY_END -> new FlvVideoTag.EndOfSequence();
            default -> new FlvVideoTag.Ignored("video packet type " + packetType);
        };
    }

    /** A body without a split-off header: enhanced with a header of no fixed form, another codec, or cut short. */
    private static void readWhole(Payload body, Output output) throws MediaParseException {
        if (body.isEmpty()) {
            output.tag(new FlvVideoTag.Ignored("an empty video message"));
            return;
        }
        ByteReader in = ByteReader.of(body);
        int first = in.readUnsignedInt8();
        int frameType = first >> 4 & 0x7;
        int packetType = first & 0xF;
        if ((first & TagHeaders.EX_HEADER_BIT) == 0) {
            output.tag(wholeLegacy(frameType, packetType, in));
        } else if (frameType == TagHeaders.COMMAND_FRAME && packetType != METADATA) {
            output.tag(new FlvVideoTag.Ignored("a video command frame"));
        } else {
            ExTagTracks.forEach(packetType, TagHeaders.VIDEO_MULTITRACK, in, (trackId, type, fourCc, data) -> {
                boolean defaultTrack = trackId == 0;
                output.tag(
                        defaultTrack
                                ? packetWithTime(frameType, type, fourCc, data)
                                : new FlvVideoTag.Ignored("video track " + trackId));
            });
        }
    }

    private static FlvVideoTag wholeLegacy(int frameType, int codecId, ByteReader in) throws MediaParseException {
        if (frameType == TagHeaders.COMMAND_FRAME) {
            return new FlvVideoTag.Ignored("a video command frame");
        }
        if (codecId != TagHeaders.LEGACY_AVC && codecId != TagHeaders.LEGACY_HEVC) {
            return new FlvVideoTag.Unsupported("FLV video codec id " + codecId);
        }
        if (in.readUnsignedInt8() == LEGACY_END) {
            return new FlvVideoTag.EndOfSequence();
        }
        throw MediaParseException.malformed("a video message that ends inside its tag header");
    }

    private static FlvVideoTag packetWithTime(int frameType, int packetType, int fourCc, Payload data)
            throws MediaParseException {
        if (packetType != CODED_FRAMES || !FourCc.hasCompositionTime(fourCc)) {
            return packet(frameType, packetType, fourCc, /* compositionTimeMs= */ 0, data);
        }
        ByteReader in = ByteReader.of(data);
        int compositionTimeMs = in.readInt24();
        return packet(frameType, packetType, fourCc, compositionTimeMs, in.readRemaining());
    }

    private static FlvVideoTag packet(int frameType, int packetType, int fourCc, int compositionTimeMs, Payload data) {
        Optional<VideoCodec> codec = VideoCodec.ofFourCc(fourCc);
        if (codec.isEmpty()) {
            return new FlvVideoTag.Unsupported(FourCc.text(fourCc));
        }
        return switch (packetType) {
            case SEQUENCE_START -> new FlvVideoTag.Config(codec.get(), data);
            case CODED_FRAMES, CODED_FRAMES_X ->
                new FlvVideoTag.Frame(codec.get(), frameType == KEY_FRAME, compositionTimeMs, data);
            case SEQUENCE_END -> new FlvVideoTag.EndOfSequence();
            default -> new FlvVideoTag.Ignored("video packet type " + packetType);
        };
    }

    private static int int24(MessageHead head, int at) {
        return (byte) head.byteAt(at) << 16 | head.byteAt(at + 1) << 8 | head.byteAt(at + 2);
    }
}
