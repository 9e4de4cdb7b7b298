package dev.sluice.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.EndReason;
import dev.sluice.rtmp.RecordingIngest;
import dev.sluice.rtmp.TestClient;
import dev.sluice.rtmp.Wire;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.fault.RtmpFault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The time limits of a session: 10 s to set up, 20 s to the first usable track, 8 s of silence in these tests. */
class RtmpTimeLimitsTest {
    private static final Duration LINGER = Duration.ofMillis(600);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static void assertTimedOut(TestClient client) {
        assertThat(client.faults(RtmpFault.TIMEOUT)).isEqualTo(1);
        client.advance(LINGER);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void silentSocket_isClosedAfterTheSetUpTime() {
        try (TestClient client = new TestClient()) {
            client.advance(Duration.ofMillis(9_999));
            assertThat(client.allFaults()).isZero();
            client.advance(Duration.ofMillis(1));

            assertTimedOut(client);
        }
    }

    @Test
    void handshakeThatTrickles_isClosedAfterTheSameTimeInAll() {
        byte[] handshake = Wire.handshake();
        try (TestClient client = new TestClient()) {
            for (int i = 0; i < 10; i++) {
                client.write(new byte[] {handshake[i]});
                client.advance(SECOND);
            }

            assertTimedOut(client);
        }
    }

    @Test
    void connectWithoutPublish_isClosedAfterTheSetUpTime() {
        try (TestClient client = new TestClient()) {
            client.write(Wire.handshake());
            client.connect("live");
            client.advance(Duration.ofSeconds(9));
            client.command(0, "createStream", 2, AmfValue.NULL);
            client.advance(SECOND);

            assertTimedOut(client);
        }
    }

    @Test
    void publisherThatSendsNothing_isIdle() {
        try (TestClient client = TestClient.publishing()) {
            client.advanceInSteps(Duration.ofSeconds(7), SECOND);
            assertThat(client.allFaults()).isZero();
            client.advanceInSteps(Duration.ofSeconds(2), SECOND);

            assertThat(client.recording().ends()).containsExactly(EndReason.IDLE_TIMEOUT);
            assertThat(client.statusCodes()).endsWith("NetStream.Failed");
            assertTimedOut(client);
        }
    }

    @Test
    void publisherThatGoesSilent_isIdleAndOthersAreNot() {
        try (TestClient client = TestClient.publishing()) {
            client.audio(0, Media.aacHeader());
            for (int second = 0; second < 60; second++) {
                client.audio(second * 1_000L, Media.aacFrame());
                client.advance(SECOND);
            }
            assertThat(client.recording().samples()).hasSize(60);
            assertThat(client.allFaults()).isZero();

            client.advanceInSteps(Duration.ofSeconds(10), SECOND);

            assertThat(client.recording().ends()).containsExactly(EndReason.IDLE_TIMEOUT);
            assertTimedOut(client);
        }
    }

    @Test
    void pingsAlone_keepNoPublisherAlive() {
        try (TestClient client = TestClient.publishing()) {
            for (int second = 0; second < 10; second++) {
                client.write(Wire.type0(2, 0, 6, 4, 0, Wire.bytes(0, 6, 0, 0, 0, 1)));
                client.advance(SECOND);
            }

            assertThat(client.recording().ends()).containsExactly(EndReason.IDLE_TIMEOUT);
        }
    }

    @Test
    void headerThatNeverComes_endsThePublisherWithTheReason() {
        try (TestClient client = TestClient.publishing()) {
            for (int second = 0; second < 21; second++) {
                client.video(second * 1_000L, Media.avcKeyFrame(0));
                client.advance(SECOND);
            }

            assertThat(client.faults(RtmpFault.NO_SEQUENCE_HEADER)).isEqualTo(1);
            assertThat(client.recording().ends()).containsExactly(EndReason.BAD_MEDIA);
            assertThat(client.recording().samples()).isEmpty();
        }
    }

    @Test
    void onlyUnsupportedCodecs_endThePublisherByName() {
        try (TestClient client = TestClient.publishing()) {
            for (int second = 0; second < 21; second++) {
                client.video(second * 1_000L, Wire.join(Wire.bytes(0x91), Wire.ascii("vvc1"), Wire.bytes(0, 0, 0, 1)));
                client.advance(SECOND);
            }

            assertThat(client.faults(RtmpFault.NO_SEQUENCE_HEADER)).isEqualTo(1);
            assertThat(TestClient.information(client.replies().getLast()).text("description"))
                    .contains("vvc1 is not supported");
        }
    }

    @Test
    void unpublishedConnection_mayPublishAgainWithinTheSetUpTimeOnly() {
        try (TestClient client = TestClient.publishing()) {
            client.command(0, "deleteStream", 6, AmfValue.NULL, AmfValue.of(1));
            client.advance(Duration.ofSeconds(9));
            assertThat(client.isOpen()).isTrue();
            client.advance(SECOND);
            client.advance(LINGER);

            assertThat(client.isOpen()).isFalse();
            assertThat(client.allFaults()).isZero();
            assertThat(client.recording().ends()).containsExactly(EndReason.PUBLISHER_LEFT);
        }
    }

    @Test
    void slowAuthorisation_doesNotCountAsSetUpTime() {
        try (TestClient client = new TestClient()) {
            client.ingest().answerByHand();
            client.write(Wire.handshake());
            client.connect("live");
            client.advance(Duration.ofSeconds(9));
            client.publish(RecordingIngest.KEY);
            client.advance(Duration.ofSeconds(5));
            client.ingest().answer(client.ingest().accepted());
            client.channel().runPendingTasks();

            assertThat(client.statusCodes()).containsExactly("NetStream.Publish.Start");
        }
    }
}
