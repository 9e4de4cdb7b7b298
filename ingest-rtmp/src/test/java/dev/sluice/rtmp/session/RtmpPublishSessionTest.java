package dev.sluice.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.EndReason;
import dev.sluice.engine.live.PublishAnswer;
import dev.sluice.rtmp.RecordingIngest;
import dev.sluice.rtmp.TestClient;
import dev.sluice.rtmp.Wire;
import dev.sluice.rtmp.amf.Amf0Writer;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.fault.RtmpFault;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpPublishSessionTest {
    private static final Duration LINGER = Duration.ofMillis(600);

    private static TestClient shaken() {
        TestClient client = new TestClient();
        client.write(Wire.handshake());
        return client;
    }

    private static TestClient connected() {
        TestClient client = shaken();
        client.connect("live");
        return client;
    }

    @Test
    void connect_isAnsweredWithItsTransactionId() {
        try (TestClient client = shaken()) {
            client.command(0, "connect", 7, AmfValue.texts(Map.of("app", "live")));

            List<AmfValue> reply = client.replies().getFirst();
            assertThat(reply).startsWith(AmfValue.of("_result"), AmfValue.of(7));
            AmfValue.Properties information = TestClient.information(reply);
            assertThat(information.text("code")).isEqualTo("NetConnection.Connect.Success");
            assertThat(information.text("level")).isEqualTo("status");
            assertThat(((AmfValue.Properties) reply.get(2)).entries()).doesNotContainKey("fourCcList");
        }
    }

    @Test
    void connectAsAmf3Command_isTheSame() {
        try (TestClient client = shaken()) {
            byte[] body = Amf0Writer.write(
                    List.of(AmfValue.of("connect"), AmfValue.of(1), AmfValue.texts(Map.of("app", "live"))));
            client.write(Wire.message(3, 0, MessageType.COMMAND_AMF3, 0, Wire.join(Wire.bytes(0), body), 128));

            assertThat(client.replyNames()).containsExactly("_result");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fourCcList", "videoFourCcInfoMap", "audioFourCcInfoMap", "capsEx"})
    void connectWithEnhancedRtmp_isAnsweredWithWhatIsTaken(String property) {
        try (TestClient client = shaken()) {
            SequencedMap<String, AmfValue> properties = new LinkedHashMap<>();
            properties.put("app", AmfValue.of("live"));
            properties.put(property, new AmfValue.Array(List.of(AmfValue.of("*"))));
            client.command(0, "connect", 1, AmfValue.object(properties));

            AmfValue.Properties answer =
                    (AmfValue.Properties) client.replies().getFirst().get(2);
            AmfValue forwarded = AmfValue.of(1 | 4);
            assertThat(answer.entries().get("fourCcList"))
                    .isEqualTo(new AmfValue.Array(Stream.of("avc1", "hvc1", "av01", "vp09", "mp4a", "Opus")
                            .map(AmfValue::of)
                            .toList()));
            assertThat(answer.number("capsEx", 0)).isEqualTo(2 | 4);
            assertThat(answer.entries().get("videoFourCcInfoMap"))
                    .isEqualTo(AmfValue.object(new LinkedHashMap<>(
                            Map.of("avc1", forwarded, "hvc1", forwarded, "av01", forwarded, "vp09", forwarded))));
            assertThat(answer.entries().get("audioFourCcInfoMap"))
                    .isEqualTo(AmfValue.object(new LinkedHashMap<>(Map.of("mp4a", forwarded, "Opus", forwarded))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "other", "live2", "live/x", "../live"})
    void connectToAnotherApplication_isRejectedAndClosed(String app) {
        try (TestClient client = shaken()) {
            client.connect(app);

            List<AmfValue> reply = client.replies().getFirst();
            assertThat(reply).startsWith(AmfValue.of("_error"), AmfValue.of(1));
            assertThat(TestClient.information(reply).text("code")).isEqualTo("NetConnection.Connect.Rejected");
            client.advance(LINGER);
            assertThat(client.isOpen()).isFalse();
            assertThat(client.faults(RtmpFault.BAD_APP)).isEqualTo(1);
        }
    }

    @Test
    void commandBeforeConnect_andASecondConnect_areFaults() {
        try (TestClient client = shaken();
                TestClient twice = connected()) {
            client.publish(RecordingIngest.KEY);
            twice.connect("live");

            assertThat(client.faults(RtmpFault.COMMAND)).isEqualTo(1);
            assertThat(twice.faults(RtmpFault.COMMAND)).isEqualTo(1);
            assertThat(client.ingest().requests()).isEmpty();
        }
    }

    @Test
    void commandWithoutAName_andBrokenAmf_areFaults() {
        try (TestClient nameless = shaken();
                TestClient empty = shaken();
                TestClient broken = shaken()) {
            nameless.write(
                    Wire.message(3, 0, MessageType.COMMAND_AMF0, 0, Amf0Writer.write(List.of(AmfValue.of(1))), 128));
            empty.write(Wire.message(3, 0, MessageType.COMMAND_AMF0, 0, Wire.bytes(), 128));
            broken.write(Wire.message(3, 0, MessageType.COMMAND_AMF0, 0, Wire.bytes(2, 0, 99, 'x'), 128));

            assertThat(nameless.faults(RtmpFault.COMMAND)).isEqualTo(1);
            assertThat(empty.faults(RtmpFault.COMMAND)).isEqualTo(1);
            assertThat(broken.faults(RtmpFault.AMF)).isEqualTo(1);
        }
    }

    @Test
    void commandsAroundPublishing_areAnswered() {
        try (TestClient client = connected()) {
            client.command(0, "releaseStream", 2, AmfValue.NULL, AmfValue.of(RecordingIngest.KEY));
            client.command(0, "FCPublish", 3, AmfValue.NULL, AmfValue.of(RecordingIngest.KEY));
            client.command(0, "createStream", 4, AmfValue.NULL);
            client.command(0, "_checkbw", 5, AmfValue.NULL);
            client.command(0, "unknownWithoutQuestion", 0, AmfValue.NULL);

            assertThat(client.replyNames())
                    .containsExactly("_result", "_result", "_result", "onFCPublish", "_result", "_result");
            assertThat(client.replies().get(4))
                    .containsExactly(AmfValue.of("_result"), AmfValue.of(4), AmfValue.NULL, AmfValue.of(1));
        }
    }

    @Test
    void answersFromAClient_areNotAnswered() {
        try (TestClient client = connected()) {
            client.command(0, "_result", 9, AmfValue.NULL);
            client.command(0, "_error", 9, AmfValue.NULL);
            client.command(0, "onStatus", 9, AmfValue.NULL);

            assertThat(client.replyNames()).containsExactly("_result");
        }
    }

    @Test
    void createStream_isBounded() {
        try (TestClient client = connected()) {
            for (int i = 1; i <= 17; i++) {
                client.command(0, "createStream", i, AmfValue.NULL);
            }

            assertThat(client.replyNames().subList(1, 17)).containsOnly("_result");
            assertThat(client.replyNames().getLast()).isEqualTo("_error");
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void publishWithAGoodKey_isStarted() {
        try (TestClient client = connected()) {
            client.publish(RecordingIngest.KEY + "?token=1");

            assertThat(client.statusCodes()).containsExactly("NetStream.Publish.Start");
            InboundMessage begin = client.received(MessageType.USER_CONTROL).getFirst();
            assertThat(begin.body().toByteArray()).containsExactly(0, 0, 0, 0, 0, 1);
            assertThat(client.received().getLast().messageStreamId()).isEqualTo(1);
            assertThat(client.ingest().requests()).hasSize(1).first().satisfies(request -> {
                assertThat(request.streamKey()).isEqualTo(RecordingIngest.KEY);
                assertThat(request.protocol()).isEqualTo("rtmp");
                assertThat(request.userAgent()).isEqualTo("FMLE/3.0 (compatible; test)");
            });
            assertThat(client.counters().publishesAcceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void publishWithAWrongKey_isDeniedAndClosedWithinASecond() {
        try (TestClient client = connected()) {
            client.publish("wrong-key");

            List<AmfValue> status = client.replies().getLast();
            assertThat(TestClient.information(status).text("code")).isEqualTo("NetStream.Publish.Denied");
            assertThat(TestClient.information(status).text("level")).isEqualTo("error");
            client.audio(0, Media.aacHeader());
            client.audio(0, Media.aacFrame());
            client.advance(LINGER);
            assertThat(client.isOpen()).isFalse();
            assertThat(client.recording().samples()).isEmpty();
            assertThat(client.faults(RtmpFault.REFUSED)).isEqualTo(1);
            assertThat(client.counters().publishesRefusedCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../etc/passwd", "a/b", "a%2fb", "good-key\n", "..\\x", "?good-key"})
    void keyThatIsNoKey_isRefusedWithoutAskingTheEngine(String key) {
        try (TestClient client = connected()) {
            client.publish(key);
            client.advance(LINGER);

            assertThat(client.statusCodes()).containsExactly("NetStream.Publish.Denied");
            assertThat(client.ingest().requests()).isEmpty();
            assertThat(client.isOpen()).isFalse();
        }
    }

    @Test
    void publishWithoutAKey_isRefused() {
        try (TestClient client = connected()) {
            client.command(1, "publish", 5, AmfValue.NULL, AmfValue.NULL);

            assertThat(client.statusCodes()).containsExactly("NetStream.Publish.Denied");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_KEY,NetStream.Publish.Denied",
        "STREAM_ENDED,NetStream.Publish.Denied",
        "ALREADY_PUBLISHING,NetStream.Publish.BadName",
        "UNAVAILABLE,NetStream.Failed"
    })
    void refusal_hasTheCodeOfItsReason(PublishAnswer.Refusal refusal, String code) {
        try (TestClient client = connected()) {
            client.ingest().answerByHand();
            client.publish(RecordingIngest.KEY);
            client.ingest().answer(new PublishAnswer.Refused(refusal, "told by the test"));
            client.channel().runPendingTasks();

            assertThat(client.statusCodes()).containsExactly(code);
            assertThat(TestClient.information(client.replies().getLast()).text("description"))
                    .isEqualTo("told by the test");
        }
    }

    @Test
    void mediaBeforeTheAnswer_waitsAndIsTakenInOrder() {
        try (TestClient client = connected()) {
            client.ingest().answerByHand();
            client.publish(RecordingIngest.KEY);
            client.audio(0, Media.aacHeader());
            client.audio(23, Media.aacFrame());
            assertThat(client.recording().samples()).isEmpty();
            assertThat(client.channel().config().isAutoRead()).isFalse();

            client.ingest().answer(client.ingest().accepted());
            client.channel().runPendingTasks();

            assertThat(client.channel().config().isAutoRead()).isTrue();
            assertThat(client.recording().samples()).hasSize(1);
        }
    }

    @Test
    void mediaBeforePublish_isDropped() {
        try (TestClient client = connected()) {
            client.audio(0, Media.aacHeader());
            client.audio(0, Media.aacFrame());
            client.data(0, AmfValue.of("onMetaData"), AmfValue.NULL);
            client.publish(RecordingIngest.KEY);

            assertThat(client.recording().samples()).isEmpty();
            assertThat(client.recording().trackLists()).isEmpty();
            assertThat(client.counters().messagesDroppedCount()).isEqualTo(2);
        }
    }

    @Test
    void engineThatNeverAnswers_isWaitedForFifteenSeconds() {
        try (TestClient client = connected()) {
            client.ingest().answerByHand();
            client.publish(RecordingIngest.KEY);
            client.advance(Duration.ofSeconds(14));
            assertThat(client.statusCodes()).isEmpty();
            client.advance(Duration.ofSeconds(1));
            assertThat(client.statusCodes()).containsExactly("NetStream.Failed");

            client.ingest().answer(client.ingest().accepted());
            client.channel().runPendingTasks();
            assertThat(client.recording().ends()).as("late publication").containsExactly(EndReason.CONNECTION_LOST);
            client.advance(LINGER);
            assertThat(client.isOpen()).isFalse();
        }
    }

    @Test
    void clientThatLeavesBeforeTheAnswer_endsThePublicationItNeverSaw() {
        try (TestClient client = connected()) {
            client.ingest().answerByHand();
            client.publish(RecordingIngest.KEY);
            client.audio(0, Media.aacHeader());
            client.disconnect();
            client.ingest().answer(client.ingest().accepted());
            client.channel().runPendingTasks();

            assertThat(client.recording().ends()).containsExactly(EndReason.CONNECTION_LOST);
        }
    }

    @Test
    void engineThatFails_isUnavailable() {
        try (TestClient client = connected()) {
            client.ingest().answerByHand();
            client.publish(RecordingIngest.KEY);
            client.ingest().failAnswer(new IllegalStateException("made by the test"));
            client.channel().runPendingTasks();

            assertThat(client.statusCodes()).containsExactly("NetStream.Failed");
        }
    }

    @Test
    void secondPublishOnTheConnection_isRefusedAndTheFirstGoesOn() {
        try (TestClient client = TestClient.publishing()) {
            client.command(2, "publish", 6, AmfValue.NULL, AmfValue.of(RecordingIngest.KEY));
            client.audio(0, Media.aacHeader());
            client.audio(0, Media.aacFrame());

            assertThat(client.statusCodes()).containsExactly("NetStream.Publish.Start", "NetStream.Publish.BadName");
            assertThat(client.ingest().requests()).hasSize(1);
            assertThat(client.recording().samples()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FCUnpublish", "deleteStream", "closeStream"})
    void everyWayToUnpublish_endsTheStream(String command) {
        try (TestClient client = TestClient.publishing()) {
            client.command(1, command, 6, AmfValue.NULL);

            assertThat(client.recording().ends()).containsExactly(EndReason.PUBLISHER_LEFT);
            assertThat(client.statusCodes()).endsWith("NetStream.Unpublish.Success");
        }
    }

    @Test
    void allWaysToUnpublishTogether_endTheStreamOnce() {
        try (TestClient client = TestClient.publishing()) {
            client.command(0, "FCUnpublish", 6, AmfValue.NULL, AmfValue.of(RecordingIngest.KEY));
            client.command(0, "deleteStream", 7, AmfValue.NULL, AmfValue.of(1));
            client.command(1, "closeStream", 0, AmfValue.NULL);
            client.breakConnection();
            client.disconnect();

            assertThat(client.recording().ends()).containsExactly(EndReason.PUBLISHER_LEFT);
        }
    }

    @Test
    void deleteStream_ofAnotherStream_leavesThePublishedOne() {
        try (TestClient client = TestClient.publishing()) {
            client.command(0, "createStream", 6, AmfValue.NULL);
            client.command(0, "deleteStream", 7, AmfValue.NULL, AmfValue.of(2));
            assertThat(client.recording().ends()).isEmpty();

            client.command(0, "deleteStream", 8, AmfValue.NULL, AmfValue.of(77));
            assertThat(client.recording().ends()).containsExactly(EndReason.PUBLISHER_LEFT);
        }
    }

    @Test
    void publishAgainAfterUnpublish_isTaken() {
        try (TestClient client = TestClient.publishing()) {
            client.command(0, "deleteStream", 6, AmfValue.NULL, AmfValue.of(1));
            client.command(1, "publish", 7, AmfValue.NULL, AmfValue.of(RecordingIngest.KEY));

            assertThat(client.statusCodes()).endsWith("NetStream.Publish.Start");
            assertThat(client.ingest().requests()).hasSize(2);
        }
    }

    @Test
    void fin_andReset_endTheStreamOnce() {
        try (TestClient fin = TestClient.publishing();
                TestClient reset = TestClient.publishing()) {
            fin.disconnect();
            reset.breakConnection();
            reset.disconnect();

            assertThat(fin.recording().ends()).containsExactly(EndReason.CONNECTION_LOST);
            assertThat(reset.recording().ends()).containsExactly(EndReason.CONNECTION_LOST);
        }
    }

    @Test
    void play_isRefusedWithAStatus() {
        try (TestClient client = connected()) {
            client.command(1, "play", 0, AmfValue.NULL, AmfValue.of("x"));

            assertThat(client.statusCodes()).containsExactly("NetStream.Play.StreamNotFound");
        }
    }

    @Test
    void serverShutDown_isToldAndEndsTheStream() {
        try (TestClient client = TestClient.publishing();
                TestClient idle = new TestClient()) {
            client.shutDownServer();
            idle.shutDownServer();
            client.advance(LINGER);
            idle.advance(LINGER);

            assertThat(client.statusCodes()).endsWith("NetConnection.Connect.AppShutdown");
            assertThat(client.recording().ends()).containsExactly(EndReason.SHUTDOWN);
            assertThat(client.isOpen()).isFalse();
            assertThat(idle.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(EndReason.class)
    void disconnectByTheEngine_isToldAndDoesNotCallBack(EndReason reason) {
        try (TestClient client = TestClient.publishing()) {
            client.ingest().requests().getFirst().connection().disconnect(reason, "told by the test");
            client.channel().runPendingTasks();
            client.audio(0, Media.aacHeader());
            client.advance(LINGER);

            assertThat(TestClient.information(client.replies().getLast()).text("description"))
                    .isEqualTo("told by the test");
            assertThat(client.recording().ends()).isEmpty();
            assertThat(client.isOpen()).isFalse();
            if (reason == EndReason.REPLACED) {
                assertThat(client.statusCodes()).endsWith("NetStream.Publish.BadName");
            }
        }
    }
}
