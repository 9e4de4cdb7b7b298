package dev.sluice.rtmp.session;

import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.amf.Amf0Writer;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.flv.AudioCodec;
import dev.sluice.rtmp.flv.VideoCodec;
import dev.sluice.rtmp.message.MessageType;
import dev.sluice.rtmp.message.OutboundMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The messages that answer commands (RTMP 1.0 section 7.2, Enhanced RTMP v2 "Enhancing NetConnection connect"). */
final class Replies {
    static final String LEVEL_STATUS = "status";
    static final String LEVEL_ERROR = "error";

    private static final int CONNECTION_CHUNK_STREAM_ID = 3;
    private static final int STREAM_CHUNK_STREAM_ID = 5;

    /** What old clients look at before they trust a server. */
    private static final String FMS_VERSION = "FMS/3,5,7,7009";

    private static final double FMS_CAPABILITIES = 31;
    private static final double FMS_MODE = 1;

    /** FourCcInfoMask: this server forwards coded frames, and decodes them for its own renditions. */
    private static final double CAN_DECODE_AND_FORWARD = 1 | 4;
    /** CapsExMask: tags with many tracks and with modifiers are understood. */
    private static final double CAPS_MULTITRACK_AND_MODEX = 2 | 4;

    private Replies() {}

    static OutboundMessage connected(Command command) {
        SequencedMap<String, AmfValue> properties = new LinkedHashMap<>();
        properties.put("fmsVer", AmfValue.of(FMS_VERSION));
        properties.put("capabilities", AmfValue.of(FMS_CAPABILITIES));
        properties.put("mode", AmfValue.of(FMS_MODE));
        if (speaksEnhancedRtmp(command.commandObject())) {
            putEnhancedCapabilities(properties);
        }
        SequencedMap<String, AmfValue> information =
                status(LEVEL_STATUS, "NetConnection.Connect.Success", "Connection succeeded.");
        information.put("objectEncoding", AmfValue.of(0));
        return onConnection(
                AmfValue.of("_result"),
                AmfValue.of(command.transactionId()),
                AmfValue.object(properties),
                AmfValue.object(information));
    }

    private static boolean speaksEnhancedRtmp(AmfValue.Properties clientObject) {
        return List.of("fourCcList", "videoFourCcInfoMap", "audioFourCcInfoMap", "capsEx").stream()
                .anyMatch(clientObject.entries()::containsKey);
    }

    private static void putEnhancedCapabilities(Map<String, AmfValue> properties) {
        List<String> video =
                Arrays.stream(VideoCodec.values()).map(VideoCodec::fourCcText).toList();
        List<String> audio =
                Arrays.stream(AudioCodec.values()).map(AudioCodec::fourCcText).toList();
        List<AmfValue> all = new ArrayList<>();
        video.forEach(code -> all.add(AmfValue.of(code)));
        audio.forEach(code -> all.add(AmfValue.of(code)));
        properties.put("fourCcList", new AmfValue.Array(all));
        properties.put("videoFourCcInfoMap", infoMap(video));
        properties.put("audioFourCcInfoMap", infoMap(audio));
        properties.put("capsEx", AmfValue.of(CAPS_MULTITRACK_AND_MODEX));
    }

    private static AmfValue infoMap(List<String> codes) {
        SequencedMap<String, AmfValue> map = new LinkedHashMap<>();
        codes.forEach(code -> map.put(code, AmfValue.of(CAN_DECODE_AND_FORWARD)));
        return AmfValue.object(map);
    }

    static OutboundMessage connectRejected(Command command, String description) {
        return onConnection(
                AmfValue.of("_error"),
                AmfValue.of(command.transactionId()),
                AmfValue.NULL,
                AmfValue.object(status(LEVEL_ERROR, "NetConnection.Connect.Rejected", description)));
    }

    /** A command that needs no more answer than that it arrived. */
    static OutboundMessage done(Command command) {
        return result(command, AmfValue.UNDEFINED);
    }

    static OutboundMessage result(Command command, AmfValue value) {
        return onConnection(AmfValue.of("_result"), AmfValue.of(command.transactionId()), AmfValue.NULL, value);
    }

    static OutboundMessage failed(Command command, String description) {
        return onConnection(
                AmfValue.of("_error"),
                AmfValue.of(command.transactionId()),
                AmfValue.NULL,
                AmfValue.object(status(LEVEL_ERROR, "NetConnection.Call.Failed", description)));
    }

    /** What Flash media servers add to their answer to FCPublish and FCUnpublish. */
    static OutboundMessage onFcEvent(String event, String code) {
        return onConnection(
                AmfValue.of(event), AmfValue.of(0), AmfValue.NULL, AmfValue.object(status(LEVEL_STATUS, code, "")));
    }

    static OutboundMessage onStatus(int messageStreamId, String level, String code, String description) {
        byte[] body = Amf0Writer.write(List.of(
                AmfValue.of("onStatus"),
                AmfValue.of(0),
                AmfValue.NULL,
                AmfValue.object(status(level, code, description))));
        return message(STREAM_CHUNK_STREAM_ID, messageStreamId, body);
    }

    private static SequencedMap<String, AmfValue> status(String level, String code, String description) {
        SequencedMap<String, AmfValue> information = new LinkedHashMap<>();
        information.put("level", AmfValue.of(level));
        information.put("code", AmfValue.of(code));
        information.put("description", AmfValue.of(description));
        return information;
    }

    private static OutboundMessage onConnection(AmfValue... values) {
        return message(CONNECTION_CHUNK_STREAM_ID, /* messageStreamId= */ 0, Amf0Writer.write(List.of(values)));
    }

    private static OutboundMessage message(int chunkStreamId, int messageStreamId, byte[] body) {
        return new OutboundMessage(
                chunkStreamId, MessageType.COMMAND_AMF0, /* timestampMs= */ 0, messageStreamId, Payload.wrap(body));
    }
}
