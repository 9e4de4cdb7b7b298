package dev.sluice.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.rtmp.TestClient;
import dev.sluice.rtmp.Wire;
import dev.sluice.rtmp.fault.RtmpFault;
import java.time.Duration;
import java.util.Arrays;

/**
 * Whatever a client sends, the server finds no defect in itself, releases every buffer, closes in the end, and ends the
 * publication at most once. Ordinary builds replay the kept inputs; the module's README says how to fuzz for real.
 */
class SessionFuzzTest {
    private static final Duration LONGER_THAN_ALL_LIMITS = Duration.ofSeconds(60);
    private static final int PIECE_BYTES = 97;

    @FuzzTest
    void beforeConnect(byte[] bytes) {
        TestClient client = new TestClient();
        client.write(Wire.handshake());
        run(client, bytes);
    }

    @FuzzTest
    void whilePublishing(byte[] bytes) {
        run(TestClient.publishing(), bytes);
    }

    /** Each input is a row of messages: type, time step, length in two bytes, body. */
    @FuzzTest
    void messagesWhilePublishing(byte[] input) {
        TestClient client = TestClient.publishing();
        long timestampMs = 0;
        int at = 0;
        while (at + 4 <= input.length) {
            timestampMs += input[at + 1];
            int length = Math.min(((input[at + 2] & 0xFF) << 8) | (input[at + 3] & 0xFF), input.length - at - 4);
            byte[] body = Arrays.copyOfRange(input, at + 4, at + 4 + length);
            client.write(Wire.message(8, timestampMs & 0xFFFF_FFFFL, input[at] & 0xFF, 1, body, 128));
            at += 4 + length;
        }
        finish(client);
    }

    private static void run(TestClient client, byte[] bytes) {
        for (int at = 0; at < bytes.length; at += PIECE_BYTES) {
            client.write(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PIECE_BYTES)));
        }
        finish(client);
    }

    private static void finish(TestClient client) {
        client.received();
        client.advanceInSteps(LONGER_THAN_ALL_LIMITS, Duration.ofSeconds(5));
        assertThat(client.isOpen()).as("closed in the end").isFalse();
        assertThat(client.faults(RtmpFault.INTERNAL)).as("defects").isZero();
        assertThat(client.recording().ends())
                .hasSizeLessThanOrEqualTo(client.ingest().requests().size());
        client.close();
    }
}
