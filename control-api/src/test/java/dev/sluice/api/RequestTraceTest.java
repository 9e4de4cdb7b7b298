package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.sluice.engine.live.StreamId;
import dev.sluice.identity.Principal;
import dev.sluice.identity.Role;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every answer names its request, and so does every log line that a request causes. */
class RequestTraceTest {
    private static final String STREAM = "/api/v1/live-streaming/" + StreamId.random();
    private static final String FILE = "/live/" + StreamId.random() + "/master.m3u8";

    private final CapturedLog log = new CapturedLog();
    private ServerUnderTest server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest();
    }

    @AfterEach
    void stop() {
        server.close();
        log.close();
        assertThat(server.blockedThreads).isEmpty();
    }

    @Test
    void answers_ofEveryKind_echoBothIds() throws Exception {
        for (String path : new String[] {"/", "/healthz", "/readyz", "/nowhere", STREAM, FILE, "/live/", "/ws"}) {
            HttpResponse<String> answer = server.get(path, "X-Request-Id", "r-1", "X-Correlation-ID", "c-2");
            assertThat(answer.headers().allValues("X-Request-Id")).as(path).containsExactly("r-1");
            assertThat(answer.headers().allValues("X-Correlation-ID")).as(path).containsExactly("c-2");
        }
        HttpResponse<String> refused = server.send("POST", "/healthz", null, "X-Correlation-ID", "c-2");
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("X-Request-Id")).hasValue("c-2");
    }

    @Test
    void answer_toNoId_hasAFreshOneAndNoCorrelation() throws Exception {
        HttpResponse<String> answer = server.get("/nowhere", "X-Correlation-ID", "c 2");
        assertThat(answer.headers().firstValue("X-Request-Id").orElseThrow()).matches("req_[0-9a-f]{12}");
        assertThat(answer.headers().firstValue("X-Correlation-ID")).isEmpty();
    }

    @Test
    void answer_toWhatIsNoHttp_hasAnId() throws Exception {
        RawClient.Answer answer = RawClient.exchange(server.server.port(), "GET / HTTP/9.x\r\n\r\n");
        assertThat(answer.status()).isBetween(400, 505);
        assertThat(answer.header("X-Request-Id")).matches("req_[0-9a-f]{12}");
    }

    @Test
    void upgrade_toASocket_echoesTheIds() throws Exception {
        try (RawClient client = new RawClient(server.server.port())) {
            client.write("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + server.server.port()
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nX-Request-Id: r-1\r\n"
                    + "X-Correlation-ID: c-2\r\n\r\n");
            RawClient.Answer answer = RawClient.parse(client.readUntil("\r\n\r\n"));
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("X-Request-Id")).isEqualTo("r-1");
            assertThat(answer.header("X-Correlation-ID")).isEqualTo("c-2");
        }
    }

    @Test
    void logLine_ofAHandler_carriesBothIds() throws Exception {
        server.failingChecks.add("s3");
        server.get("/readyz", "X-Request-Id", "r-1", "X-Correlation-ID", "c-2");
        ILoggingEvent line = log.containing("s3 is away").getFirst();
        assertThat(line.getThreadName()).startsWith("api-call-");
        assertThat(line.getMDCPropertyMap()).isEqualTo(Map.of("request_id", "r-1", "correlation_id", "c-2"));
    }

    @Test
    void logLine_ofTheEventLoop_carriesTheIdOfItsRequestOnly() throws Exception {
        server.streams.databaseLost = true;
        server.get(STREAM, "X-API-Key", ServerUnderTest.API_KEY, "X-Request-Id", "r-1");
        server.send("DELETE", STREAM, "", "X-API-Key", ServerUnderTest.API_KEY, "X-Request-Id", "r-2");
        for (String id : new String[] {"r-1", "r-2"}) {
            ILoggingEvent line = log.containing("Request " + id + " failed").getFirst();
            assertThat(line.getThreadName()).contains("eventloop");
            assertThat(line.getMDCPropertyMap()).isEqualTo(Map.of("request_id", id));
        }
    }

    @Test
    void logLine_ofALiveFile_carriesTheId() throws Exception {
        server.objects.lost = true;
        String path = "/live/" + createStream() + "/1.m4s";
        server.get(path, "X-Request-Id", "r-1");
        assertThat(log.containing("Object store did not answer").getFirst().getMDCPropertyMap())
                .containsEntry("request_id", "r-1");
    }

    @Test
    void logLine_ofASocket_carriesTheIdOfItsUpgrade() throws Exception {
        server.person(Principal.DEFAULT_TENANT, "ann", Role.VIEWER);
        try (SocketClient ann = new SocketClient(
                URI.create("ws://127.0.0.1:" + server.server.port() + "/ws"),
                "X-API-Key",
                "ann-key",
                "X-Request-Id",
                "r-7")) {
            ann.next("authenticated");
            server.streams.databaseLost = true;
            ann.send("{\"type\": \"subscribe\", \"channels\": [\"stream:" + StreamId.random() + "\"]}");
            ann.next("error");
        }
        assertThat(log.containing("the database did not answer").getFirst().getMDCPropertyMap())
                .containsEntry("request_id", "r-7");
    }

    private String createStream() throws Exception {
        return new JsonObject(server.postKeyed("/api/v1/live-streaming/create", "{\"title\": \"A\"}")
                        .body())
                .getString("id");
    }
}
