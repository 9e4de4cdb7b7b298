package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.e2e.HookReceiver.Hook;
import dev.sluice.server.e2e.SluiceProcess.Stream;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the document's client does from its first request to its last, with media. */
@Tag("e2e")
@Timeout(180)
class ClientFlowTest {
    private static final String JSON = "application/json";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void broadcast_fromRegistrationToAnalytics_isToldPlayedAndCounted() throws Exception {
        Map<String, String> settings =
                Map.of("SLUICE_AUTH_REGISTRATION", "open", "SLUICE_WEBHOOKS_ALLOW_PRIVATE_ADDRESSES", "true");
        try (HookReceiver platform = new HookReceiver(204);
                HttpClient http = HttpClient.newHttpClient();
                SluiceProcess server = SluiceProcess.start(directory, settings)) {
            ApiClient nobody = ApiClient.of(server, http);
            nobody.walk("identity", "register, shortly", Map.of());
            String token = nobody.walk("identity", "login", Map.of()).getString("access_token");
            ApiClient john = nobody.withToken(token);
            JsonObject created = john.walk("streams", "create", Map.of());
            Map<String, String> path = Map.of("stream_id", created.getString("id"));
            String analytics = "/api/v1/live-streaming/" + created.getString("id") + "/analytics";
            webhook(server, platform);

            try (RunningProgram socket = new Node(server, directory)
                    .start(Node.WEB, Map.of("TOKEN", token, "STREAM_ID", created.getString("id")), "listen.mjs")) {
                Await.until("the socket listens", PATIENCE, () -> !said(socket, "subscribed")
                        .isEmpty());
                try (RunningProgram broadcast = publish(created)) {
                    started(platform, socket, created);
                    plays(server, created);
                    assertThat(john.walk("streams", "get", path).getInteger("viewer_count"))
                            .isPositive();
                    chats(john, socket, created);
                    Await.until("the audience is measured", PATIENCE, () -> !server.getJson(analytics)
                            .getJsonArray("viewer_retention")
                            .isEmpty());
                    assertThat(broadcast.isAlive()).isTrue();
                    assertThat(john.walk("streams", "stop", path).getString("status"))
                            .isEqualTo("ended");
                    broadcast.await(PATIENCE);
                }
                ended(platform, socket);
            }
            counted(john.walk("streams", "analytics", path));
        }
    }

    private static void webhook(SluiceProcess server, HookReceiver platform) throws Exception {
        server.post(
                "/api/v1/webhooks",
                new JsonObject()
                        .put("url", platform.url())
                        .put("events", new JsonArray().add("stream.started").add("stream.ended"))
                        .put("secret", "whsec_abc123"));
    }

    private RunningProgram publish(JsonObject created) throws IOException {
        String url = created.getString("rtmp_url") + "/" + created.getString("stream_key");
        return Broadcast.h264(directory, url, 640, 360, "25", 120);
    }

    private static void started(HookReceiver platform, RunningProgram socket, JsonObject stream) throws Exception {
        Await.until("the platform is told", PATIENCE, () -> !platform.hooks().isEmpty());
        Hook hook = platform.hooks().getFirst();
        assertThat(hook.isGenuine("whsec_abc123")).isTrue();
        assertThat(hook.json().getString("type")).isEqualTo("stream.started");
        assertThat(hook.json().getJsonObject("data").getJsonObject("object").getString("id"))
                .isEqualTo(stream.getString("id"));
        Await.until("the socket is told", PATIENCE, () -> events(socket).contains("stream.started"));
    }

    private static void plays(SluiceProcess server, JsonObject created) throws Exception {
        server.awaitPlayable(new Stream(created.getString("id"), created.getString("stream_key"), ""));
        assertThat(Tool.probe(created.getString("hls_url")))
                .extracting(track -> track.getString("codec_name"))
                .contains("h264", "aac");
    }

    private static void chats(ApiClient john, RunningProgram socket, JsonObject created) throws Exception {
        HttpResponse<String> written = john.send(
                "POST",
                "/live-streaming/" + created.getString("id") + "/chat",
                "{\"message\": \"Hello!\"}",
                "Content-Type",
                JSON);
        assertThat(written.statusCode()).isEqualTo(201);
        Await.until("the message is heard", PATIENCE, () -> !said(socket, "chat_message")
                .isEmpty());
        JsonObject message = said(socket, "chat_message").getFirst().getJsonObject("data");
        assertThat(message.getString("user")).isEqualTo("johndoe");
        assertThat(message.getString("message")).isEqualTo("Hello!");
        Await.until("viewers are counted", PATIENCE, () -> said(socket, "viewer_count").stream()
                .anyMatch(count -> count.getInteger("count") > 0));
    }

    private static void ended(HookReceiver platform, RunningProgram socket) throws Exception {
        Await.until(
                "the platform is told of the end",
                PATIENCE,
                () -> platform.hooks().size() >= 2);
        assertThat(platform.hooks())
                .extracting(hook -> hook.json().getString("type"))
                .containsExactly("stream.started", "stream.ended");
        Await.until(
                "the socket is told of the end", PATIENCE, () -> events(socket).contains("stream.ended"));
        assertThat(events(socket)).containsExactly("stream.started", "stream.ended");
    }

    private static void counted(JsonObject analytics) {
        assertThat(analytics.getInteger("total_views")).isPositive();
        assertThat(analytics.getInteger("peak_viewers")).isPositive();
        assertThat(analytics.getInteger("chat_messages")).isEqualTo(1);
        assertThat(analytics.getDouble("engagement_rate")).isPositive();
        assertThat(analytics.getJsonArray("viewer_retention")).isNotEmpty();
    }

    private static List<String> events(RunningProgram socket) throws IOException {
        return said(socket, "event").stream()
                .map(event -> event.getString("event"))
                .toList();
    }

    /** What arrived on the socket, of one type. */
    private static List<JsonObject> said(RunningProgram socket, String type) throws IOException {
        String output = socket.output();
        return output.substring(0, output.lastIndexOf('\n') + 1)
                .lines()
                .map(JsonObject::new)
                .filter(message -> message.getString("type").equals(type))
                .toList();
    }
}
