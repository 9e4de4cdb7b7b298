package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
    private static final String REQUEST = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void connection_thatAsksNothing_isClosedAndOneThatAskedIsNot() throws Exception {
        int port = serve(new ConnectionLimits(vertx, /* maxConnections= */ 10, /* firstRequestMs= */ 100));
        try (RawClient asked = new RawClient(port);
                RawClient silent = new RawClient(port);
                RawClient trickling = new RawClient(port)) {
            asked.write(REQUEST);
            assertThat(asked.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 204");
            trickling.write("GET /healthz HT");
            assertThat(silent.readAll()).isEmpty();
            assertThat(trickling.readAll()).isEmpty();
            asked.write(REQUEST);
            assertThat(asked.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 204");
        }
    }

    @Test
    void connections_overTheMaximum_areClosedUntilOneLeaves() throws Exception {
        int port = serve(new ConnectionLimits(vertx, /* maxConnections= */ 2, /* firstRequestMs= */ 20_000));
        try (RawClient first = new RawClient(port)) {
            assertThat(isServed(first)).isTrue();
            try (RawClient second = new RawClient(port);
                    RawClient third = new RawClient(port)) {
                assertThat(isServed(second)).isTrue();
                assertThat(isServed(third)).isFalse();
                assertThat(isServed(first)).isTrue();
            }
            long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            boolean served = false;
            while (!served && System.nanoTime() < deadlineNanos) {
                try (RawClient fourth = new RawClient(port)) {
                    served = isServed(fourth);
                }
            }
            assertThat(served).isTrue();
        }
    }

    @Test
    void server_asConfigured_refusesOneMoreThanItsMaximum() throws Exception {
        try (ServerUnderTest server = new ServerUnderTest(settings -> new ApiSettings(
                        settings.host(),
                        settings.port(),
                        settings.publicUrl(),
                        settings.rtmpPublicUrl(),
                        settings.trustForwardedHeaders(),
                        settings.rtmpPort(),
                        settings.eventLoops(),
                        settings.corsOrigins(),
                        /* maxConnections= */ 1));
                RawClient first = new RawClient(server.server.port())) {
            assertThat(isServed(first)).isTrue();
            try (RawClient second = new RawClient(server.server.port())) {
                assertThat(isServed(second)).isFalse();
            }
        }
    }

    @Test
    void server_onAPortThatIsTaken_saysWhichAndClosesTwice() throws Exception {
        try (ServerUnderTest first = new ServerUnderTest()) {
            int taken = first.server.port();
            assertThatThrownBy(() -> new ServerUnderTest(settings -> new ApiSettings(
                            settings.host(), taken, null, null, false, 1935, 1, settings.corsOrigins(), 10)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + taken);
            first.server.close();
        }
    }

    private static boolean isServed(RawClient client) {
        try {
            client.write(REQUEST);
            String answer = client.readUntil("\r\n\r\n");
            if (answer.contains("200 OK")) {
                client.readUntil("ok\n");
            }
            return answer.startsWith("HTTP/1.1 20");
        } catch (IOException reset) {
            return false;
        }
    }

    private int serve(ConnectionLimits limits) throws Exception {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .connectionHandler(limits::onConnection)
                .requestHandler(request -> {
                    limits.onRequest(request.connection());
                    request.response().setStatusCode(204).end();
                })
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        return server.actualPort();
    }
}
