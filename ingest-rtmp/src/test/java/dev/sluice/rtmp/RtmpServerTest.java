package dev.sluice.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server's own life on loopback. */
@Tag("integration")
@Timeout(60)
class RtmpServerTest {
    private final RecordingIngest ingest = new RecordingIngest();
    private final RtmpServer server =
            new RtmpServer(RtmpSettings.defaults().withAddress("127.0.0.1", /* newPort= */ 0), ingest);

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void start_onATakenPort_namesThePort() throws Exception {
        int port = server.start();
        RtmpServer second = new RtmpServer(RtmpSettings.defaults().withAddress("127.0.0.1", port), ingest);

        assertThatThrownBy(second::start).isInstanceOf(IOException.class).hasMessageContaining("127.0.0.1:" + port);
        second.stop();
    }

    @Test
    void start_twice_isRefused() throws Exception {
        server.start();

        assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void stop_closesConnectedClientsAndMayBeCalledAgain() throws Exception {
        int port = server.start();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(20_000);
            byte[] handshake = Wire.handshake();
            client.getOutputStream().write(Arrays.copyOf(handshake, 1_537));
            assertThat(client.getInputStream().readNBytes(3_073)).hasSize(3_073);
            assertThat(server.stats().connectionsOpen()).isEqualTo(1);

            server.stop();

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        server.stop();
        assertThat(server.stats().connectionsOpen()).isZero();
    }
}
