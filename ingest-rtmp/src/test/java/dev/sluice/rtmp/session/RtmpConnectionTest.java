package dev.sluice.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.io.Payload;
import dev.sluice.rtmp.RecordingIngest;
import dev.sluice.rtmp.TestClient;
import dev.sluice.rtmp.Wire;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.chunk.ChunkLimits;
import dev.sluice.rtmp.fault.RtmpFault;
import dev.sluice.rtmp.message.InboundMessage;
import dev.sluice.rtmp.message.MessageType;
import dev.sluice.testing.SplittingInput;
import io.netty.handler.codec.DecoderException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpConnectionTest {
    private static final Duration LINGER = Duration.ofMillis(600);

    private static TestClient connected() {
        TestClient client = new TestClient();
        client.write(Wire.handshake());
        client.connect("live");
        assertThat(client.replyNames()).containsExactly("_result");
        return client;
    }

    private static byte[] wholeSession() {
        return Wire.join(
                Wire.handshake(),
                TestClient.connectBytes("live"),
                TestClient.commandBytes(0, "createStream", 4, AmfValue.NULL),
                TestClient.commandBytes(
                        1, "publish", 5, AmfValue.NULL, AmfValue.of(RecordingIngest.KEY), AmfValue.of("live")),
                Wire.message(4, 0, MessageType.AUDIO, 1, Media.aacHeader(), 128),
                Wire.message(4, 23, MessageType.AUDIO, 1, Media.aacFrame(), 128));
    }

    @Test
    void everythingInOneSegment_publishes() {
        try (TestClient client = new TestClient()) {
            client.write(wholeSession());

            assertThat(client.statusCodes()).containsExactly("NetStream.Publish.Start");
            assertThat(client.recording().samples()).hasSize(1);
        }
    }

    @Test
    void sessionInAnyPieces_publishesTheSame() {
        byte[] session = wholeSession();
        byte[] handshake = Arrays.copyOf(session, 3_073);
        SplittingInput.forEachSplit(Arrays.copyOfRange(session, 3_073, session.length), pieces -> {
            try (TestClient client = new TestClient()) {
                client.write(handshake);
                pieces.forEach(client::write);

                assertThat(client.recording().samples()).hasSize(1);
                assertThat(client.allFaults()).isZero();
            }
        });
    }

    @Test
    void firstMessagesFromTheServer_areProtocolControlOnTheirOwnStream() {
        try (TestClient client = connected()) {
            List<InboundMessage> control = client.received().subList(0, 3);

            assertThat(control)
                    .extracting(InboundMessage::type)
                    .containsExactly(
                            MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE,
                            MessageType.SET_PEER_BANDWIDTH,
                            MessageType.COMMAND_AMF0);
            assertThat(control).extracting(InboundMessage::messageStreamId).containsOnly(0);
        }
    }

    @Test
    void pingRequest_isAnsweredWithItsTimestamp() {
        try (TestClient client = connected()) {
            client.write(Wire.type0(2, 0, 6, MessageType.USER_CONTROL, 0, Wire.bytes(0, 6, 0xDE, 0xAD, 0xBE, 0xEF)));

            assertThat(client.received(MessageType.USER_CONTROL))
                    .extracting(InboundMessage::body)
                    .containsExactly(Payload.wrap(Wire.bytes(0, 7, 0xDE, 0xAD, 0xBE, 0xEF)));
        }
    }

    @Test
    void otherUserControlEvents_andShortOnes_areIgnored() {
        try (TestClient client = connected()) {
            int before = client.received().size();
            for (int event = 0; event < 40; event++) {
                if (event != 6) {
                    client.write(Wire.type0(2, 0, 6, MessageType.USER_CONTROL, 0, Wire.bytes(0, event, 0, 0, 0, 1)));
                }
            }
            client.write(Wire.type0(2, 0, 1, MessageType.USER_CONTROL, 0, Wire.bytes(0)));
            client.write(Wire.type0(2, 0, 5, MessageType.USER_CONTROL, 0, Wire.bytes(0, 6, 1, 2, 3)));

            assertThat(client.received()).hasSize(before);
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void unknownMessageTypes_areIgnored() {
        try (TestClient client = connected()) {
            for (int type : new int[] {0, 7, 10, 16, 19, 21, 23, 255}) {
                client.write(Wire.type0(7, 0, 2, type, 0, Wire.bytes(1, 2)));
            }
            client.publish(RecordingIngest.KEY);

            assertThat(client.statusCodes()).containsExactly("NetStream.Publish.Start");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 9})
    void setPeerBandwidth_isAnsweredWithTheWindow(int limitType) {
        try (TestClient client = connected()) {
            int before =
                    client.received(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE).size();
            client.write(Wire.type0(2, 0, 5, MessageType.SET_PEER_BANDWIDTH, 0, Wire.bytes(0, 1, 0, 0, limitType)));

            assertThat(client.received(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE))
                    .hasSize(before + 1)
                    .last()
                    .extracting(InboundMessage::body)
                    .isEqualTo(Payload.wrap(Wire.bytes(0, 1, 0, 0)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, MessageType.SET_PEER_BANDWIDTH})
    void controlMessageTooShort_isAFault(int type) {
        try (TestClient client = connected()) {
            client.write(Wire.type0(2, 0, 3, type, 0, Wire.bytes(0, 0, 1)));
            client.advance(LINGER);

            assertThat(client.faults(RtmpFault.CHUNK)).isEqualTo(1);
            assertThat(client.isOpen()).isFalse();
        }
    }

    @Test
    void acknowledgements_countEveryByteOnceAlsoAroundThePauseForPublish() {
        try (TestClient client = new TestClient()) {
            client.ingest().answerByHand();
            client.write(Wire.handshake());
            long sent = 3_073;
            byte[] window = Wire.control(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, 1);
            byte[] connect = TestClient.connectBytes("live");
            byte[] publish = TestClient.commandBytes(
                    1, "publish", 5, AmfValue.NULL, AmfValue.of(RecordingIngest.KEY), AmfValue.of("live"));
            byte[] behind = Wire.type0(4, 0, 2, MessageType.AUDIO, 1, Wire.bytes(0xAF, 1));
            byte[] later = Wire.type0(5, 0, 2, MessageType.AUDIO, 1, Wire.bytes(0xAF, 1));
            client.write(Wire.join(window, connect, publish, behind));
            sent += window.length + connect.length + publish.length + behind.length;
            client.write(later);
            sent += later.length;

            client.ingest().answer(client.ingest().accepted());
            client.channel().runPendingTasks();
            client.write(behind);
            sent += behind.length;

            List<InboundMessage> acknowledgements = client.received(MessageType.ACKNOWLEDGEMENT);
            assertThat(acknowledgements.getLast().body().buffer().getInt()).isEqualTo((int) sent);
            assertThat(client.counters().receivedBytes()).isEqualTo(sent - 3_073);
        }
    }

    @Test
    void acknowledgement_comesEachTimeTheWindowWasReceived() {
        try (TestClient client = connected()) {
            client.write(Wire.control(MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE, 10_000));
            byte[] message = Wire.message(7, 0, 77, 0, new byte[4_000], 128);
            for (int i = 0; i < 10; i++) {
                client.write(message);
            }

            assertThat(client.received(MessageType.ACKNOWLEDGEMENT)).hasSize(message.length * 10 / 12_500);
        }
    }

    @Test
    void clientOfAnotherProtocol_isClosedWithoutAnAnswer() {
        try (TestClient client = new TestClient()) {
            client.write(Wire.ascii("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
            client.advance(LINGER);

            assertThat(client.isOpen()).isFalse();
            assertThat(client.faults(RtmpFault.HANDSHAKE)).isEqualTo(1);
            assertThat(client.channel().outboundMessages()).isEmpty();
        }
    }

    @Test
    void bytesAfterAFault_areThrownAway() {
        try (TestClient client = connected()) {
            client.write(Wire.control(MessageType.SET_CHUNK_SIZE, 0));
            int replies = client.received().size();
            client.publish(RecordingIngest.KEY);

            assertThat(client.ingest().requests()).isEmpty();
            assertThat(client.received()).hasSize(replies);
            assertThat(client.allFaults()).isEqualTo(1);
        }
    }

    @Test
    void messageBeyondTheLimitBeforePublishing_isAFault() {
        try (TestClient client = connected()) {
            client.write(Wire.type0(
                    6, 0, ChunkLimits.MAX_MESSAGE_BYTES_BEFORE_PUBLISH + 1, MessageType.VIDEO, 1, Wire.bytes(1)));
            client.advance(LINGER);

            assertThat(client.faults(RtmpFault.LIMIT)).isEqualTo(1);
            assertThat(client.isOpen()).isFalse();
        }
    }

    @Test
    void floodOfOneByteChunks_isSlowedNotClosed() {
        try (TestClient client = connected()) {
            client.write(Wire.control(MessageType.SET_CHUNK_SIZE, 1));
            byte[] flood = Wire.message(7, 0, 77, 0, new byte[500_000], 1);
            client.write(flood);
            assertThat(client.channel().config().isAutoRead()).isTrue();
            client.write(flood);
            client.write(flood);

            assertThat(client.channel().config().isAutoRead()).isFalse();
            client.advance(Duration.ofSeconds(1));
            assertThat(client.channel().config().isAutoRead()).isTrue();
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void connectionBeyondTheLimit_isClosedAtOnceAndLeavesTheCountRight() {
        ConnectionLimiter limiter = new ConnectionLimiter(1, 1);
        try (TestClient first = new TestClient(limiter);
                TestClient second = new TestClient(limiter)) {
            assertThat(first.isOpen()).isTrue();
            assertThat(second.isOpen()).isFalse();
            assertThat(second.faults(RtmpFault.TOO_MANY_CONNECTIONS)).isEqualTo(1);
            assertThat(limiter.openCount()).isEqualTo(1);
        }
        assertThat(limiter.openCount()).isZero();
    }

    @Test
    void clientThatReadsNothing_isClosedWhenTheAnswersPileUp() {
        try (TestClient client = connected()) {
            client.channel().config().setWriteBufferHighWaterMark(100_000);
            client.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, false);
            client.write(Wire.type0(2, 0, 6, MessageType.USER_CONTROL, 0, Wire.bytes(0, 6, 0, 0, 0, 1)));

            assertThat(client.isOpen()).isFalse();
            assertThat(client.faults(RtmpFault.LIMIT)).isEqualTo(1);
        }
    }

    @Test
    void defectInTheEngine_isCountedAndTold() {
        try (TestClient client = TestClient.publishing()) {
            client.channel().pipeline().fireExceptionCaught(new IllegalStateException("made by the test"));
            client.advance(LINGER);

            assertThat(client.faults(RtmpFault.INTERNAL)).isEqualTo(1);
            assertThat(client.statusCodes()).endsWith("NetStream.Failed");
            assertThat(client.isOpen()).isFalse();
        }
    }

    @Test
    void brokenTls_isAHandshakeFault() {
        try (TestClient client = new TestClient()) {
            client.channel().pipeline().fireExceptionCaught(new DecoderException("not an SSL record"));
            client.advance(LINGER);

            assertThat(client.faults(RtmpFault.HANDSHAKE)).isEqualTo(1);
            assertThat(client.isOpen()).isFalse();
        }
    }
}
