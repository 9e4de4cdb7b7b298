package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.port.StreamDetails;
import dev.sluice.engine.port.Visibility;
import dev.sluice.identity.Principal;
import dev.sluice.identity.Role;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what in a room, over REST. */
class ChatOrderTest {
    private ServerUnderTest server;
    private String chat;
    private String stream;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest();
        server.person(Principal.DEFAULT_TENANT, "ann", Role.VIEWER);
        server.person(Principal.DEFAULT_TENANT, "bob", Role.VIEWER);
        server.person(Principal.DEFAULT_TENANT, "host", Role.SERVICE);
        server.person("elsewhere", "eve", Role.ADMIN);
        try (var virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            stream = virtual
                    .submit(() ->
                            server.streams.create(FakeStreams.OWNER, StreamDetails.titled("t", Visibility.PUBLIC)))
                    .get()
                    .stream()
                    .id()
                    .toString();
        }
        chat = "/api/v1/live-streaming/" + stream + "/chat";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> as(String name, String method, String path, String body)
            throws IOException, InterruptedException {
        return server.send(method, chat + path, body, "X-API-Key", name + "-key", "Content-Type", "application/json");
    }

    private int write(String name) throws IOException, InterruptedException {
        return as(name, "POST", "", "{\"message\": \"hi\"}").statusCode();
    }

    @Test
    void anotherTenant_everyVerb_is404() throws Exception {
        String id =
                new JsonObject(as("ann", "POST", "", "{\"message\": \"hi\"}").body()).getString("id");
        assertThat(as("eve", "GET", "", "").statusCode()).isEqualTo(404);
        assertThat(write("eve")).isEqualTo(404);
        assertThat(as("eve", "DELETE", "/" + id, "").statusCode()).isEqualTo(404);
        assertThat(as("eve", "GET", "/bans", "").statusCode()).isEqualTo(404);
        assertThat(as("eve", "PUT", "/bans/ann-id", "{}").statusCode()).isEqualTo(404);
        assertThat(as("eve", "PATCH", "/settings", "{}").statusCode()).isEqualTo(404);
        assertThat(as("eve", "PUT", "/moderators/eve-id", "").statusCode()).isEqualTo(404);
    }

    @Test
    void viewers_untilMadeModerators_mayOnlyDeleteTheirOwn() throws Exception {
        String ofAnn =
                new JsonObject(as("ann", "POST", "", "{\"message\": \"hi\"}").body()).getString("id");
        assertThat(as("bob", "DELETE", "/" + ofAnn, "").statusCode()).isEqualTo(403);
        assertThat(as("bob", "PUT", "/bans/ann-id", "{}").statusCode()).isEqualTo(403);
        assertThat(as("bob", "GET", "/bans", "").statusCode()).isEqualTo(403);
        assertThat(as("bob", "PATCH", "/settings", "{\"enabled\": false}").statusCode())
                .isEqualTo(403);
        assertThat(as("bob", "PUT", "/moderators/bob-id", "").statusCode()).isEqualTo(403);

        assertThat(as("host", "PUT", "/moderators/bob-id", "").statusCode()).isEqualTo(200);
        assertThat(as("bob", "DELETE", "/" + ofAnn, "").statusCode()).isEqualTo(204);
        assertThat(as("bob", "PUT", "/moderators/ann-id", "").statusCode()).isEqualTo(403);
        assertThat(as("bob", "PUT", "/bans/ann-id", "{\"duration_seconds\": 60}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(write("ann")).isEqualTo(403);
        server.clock.advance(Duration.ofSeconds(60));
        assertThat(write("ann")).isEqualTo(201);
    }

    @Test
    void slowMode_holdsForViewersOnly() throws Exception {
        assertThat(as("host", "PATCH", "/settings", "{\"slow_mode_seconds\": 30}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(write("ann")).isEqualTo(201);
        server.clock.advance(Duration.ofSeconds(10));
        HttpResponse<String> tooSoon = as("ann", "POST", "", "{\"message\": \"hi\"}");
        assertThat(tooSoon.statusCode()).isEqualTo(429);
        assertThat(new JsonObject(tooSoon.body()).getInteger("retry_after")).isEqualTo(20);
        assertThat(tooSoon.headers().firstValue("Retry-After")).contains("20");
        assertThat(write("host")).isEqualTo(201);
        assertThat(write("host")).isEqualTo(201);
        server.clock.advance(Duration.ofSeconds(20));
        assertThat(write("ann")).isEqualTo(201);
    }

    @Test
    void endedStream_canBeReadOnly() throws Exception {
        assertThat(write("ann")).isEqualTo(201);
        assertThat(server.postKeyed("/api/v1/live-streaming/" + stream + "/start", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.postKeyed("/api/v1/live-streaming/" + stream + "/stop", "")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> late = as("ann", "POST", "", "{\"message\": \"hi\"}");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(new JsonObject(late.body()).getString("error")).isEqualTo("stream_ended");
        assertThat(new JsonObject(as("ann", "GET", "", "").body()).getJsonArray("data"))
                .hasSize(1);
    }
}
