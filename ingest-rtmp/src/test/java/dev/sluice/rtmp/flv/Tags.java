package dev.sluice.rtmp.flv;

import dev.sluice.media.io.MediaParseException;
import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageHead;
import dev.sluice.rtmp.message.MessageType;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads a tag in both forms in which it can come, which must make no difference, and tells it as text. */
final class Tags {
    private Tags() {}

    static List<FlvVideoTag> video(byte[] body) throws MediaParseException {
        List<FlvVideoTag> tags = new ArrayList<>();
        FlvVideoTagReader.read(split(MessageType.VIDEO, body), tags::add);
        return tags;
    }

    static List<FlvAudioTag> audio(byte[] body) throws MediaParseException {
        List<FlvAudioTag> tags = new ArrayList<>();
        FlvAudioTagReader.read(split(MessageType.AUDIO, body), tags::add);
        return tags;
    }

    static InboundMessage split(int type, byte[] body) {
        return TagHeaders.split(type, /* timestampMs= */ 0, /* messageStreamId= */ 1, Payload.wrap(body));
    }

    static InboundMessage whole(int type, byte[] body) {
        return new InboundMessage(type, /* timestampMs= */ 0, 1, MessageHead.NONE, Payload.wrap(body));
    }

    static String text(FlvVideoTag tag) {
        return switch (tag) {
            case FlvVideoTag.Config(VideoCodec codec, Payload record) -> "config " + codec + " " + hex(record);
            case FlvVideoTag.Frame(VideoCodec codec, boolean key, int composition, Payload data) ->
                "frame " + codec + (key ? " key" : "") + " cts " + composition + " " + hex(data);
            case FlvVideoTag.EndOfSequence ignored -> "end of sequence";
            case FlvVideoTag.Ignored(String what) -> "ignored: " + what;
            case FlvVideoTag.Unsupported(String codecName) -> "unsupported: " + codecName;
        };
    }

    static String text(FlvAudioTag tag) {
        return switch (tag) {
            case FlvAudioTag.Config(AudioCodec codec, Payload record) -> "config " + codec + " " + hex(record);
            case FlvAudioTag.Frame(AudioCodec codec, Payload data) -> "frame " + codec + " " + hex(data);
            case FlvAudioTag.EndOfSequence ignored -> "end of sequence";
            case FlvAudioTag.Ignored(String what) -> "ignored: " + what;
            case FlvAudioTag.Unsupported(String codecName) -> "unsupported: " + codecName;
        };
    }

    private static String hex(Payload payload) {
        return "[" + HexFormat.of().formatHex(payload.toByteArray()) + "]";
    }
}
