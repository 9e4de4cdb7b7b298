package dev.sluice.rtmp.flv;

import dev.sluice.media.io.ByteReader;
import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageHead;
import java.util.Optional;

/**
 * Reads audio messages: AAC by its legacy id (FLV 10.1 annex E.4.2), and the four-character codes of Enhanced RTMP v2
 * with modifiers and many tracks, of which the default one is taken. Stateless and thread-safe.
 */
public final class FlvAudioTagReader {
    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int SEQUENCE_END = 2;
    private static final int MULTICHANNEL_CONFIG = 4;

    private static final String[] LEGACY_NAMES = {
        "PCM",
        "ADPCM",
        "MP3",
        "PCM",
        "Nellymoser",
        "Nellymoser",
        "Nellymoser",
        "G.711 A-law",
        "G.711 mu-law",
        "",
        "",
        "Speex",
        "audio format 12",
        "audio format 13",
        "MP3",
        "device-specific audio"
    };

    private FlvAudioTagReader() {}

    /** Receives the tags of one message; more than one only where a message carries many tracks. */
    @FunctionalInterface
    public interface Output {
        void tag(FlvAudioTag tag) throws MediaParseException;
    }

    /** @throws MediaParseException malformed, when the message ends inside its header; or whatever the output throws */
    public static void read(InboundMessage message, Output output) throws MediaParseException {
        MessageHead head = message.head();
        if (head.lengthBytes() == 0) {
            readWhole(message.body(), output);
            return;
        }
        int first = head.byteAt(0);
        if (first >> 4 == TagHeaders.LEGACY_AAC) {
            output.tag(packet(head.byteAt(1), FourCc.MP4A, message.body()));
        } else {
            output.tag(packet(first & 0xF, TagHeaders.fourCc(head.packed()), message.body()));
        }
    }

    private static void readWhole(Payload body, Output output) throws MediaParseException {
        if (body.isEmpty()) {
            output.tag(new FlvAudioTag.Ignored("an empty audio message"));
            return;
        }
        ByteReader in = ByteReader.of(body);
        int first = in.readUnsignedInt8();
        int format = first >> 4;
        switch (format) {
            case TagHeaders.LEGACY_AAC -> output.tag(new FlvAudioTag.Ignored("an audio message without a frame"));
            case TagHeaders.SOUND_FORMAT_EX ->
                ExTagTracks.forEach(first & 0xF, TagHeaders.AUDIO_MULTITRACK, in, (trackId, type, fourCc, data) -> {
                    if (trackId == 0) {
                        output.tag(packet(type, fourCc, data));
                    } else {
                        output.tag(new FlvAudioTag.Ignored("audio track " + trackId));
                    }
                });
            default -> output.tag(new FlvAudioTag.Unsupported(LEGACY_NAMES[format]));
        }
    }

    /** The legacy AAC packet types 0 and 1 mean the same as the enhanced ones. */
    private static FlvAudioTag packet(int packetType, int fourCc, Payload data) {
        Optional<AudioCodec> codec = AudioCodec.ofFourCc(fourCc);
        if (codec.isEmpty()) {
            return new FlvAudioTag.Unsupported(FourCc.text(fourCc));
        }
        return switch (packetType) {
            case SEQUENCE_START -> new FlvAudioTag.Config(codec.get(), data);
            case CODED_FRAMES -> new FlvAudioTag.Frame(codec.get(), data);
            case SEQUENCE_END -> new FlvAudioTag.EndOfSequence();
            case MULTICHANNEL_CONFIG -> new FlvAudioTag.Ignored("a multichannel layout");
            default -> new FlvAudioTag.Ignored("audio packet type " + packetType);
        };
    }
}
