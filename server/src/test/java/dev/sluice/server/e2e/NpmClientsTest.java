package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.e2e.HookReceiver.Hook;
import dev.sluice.server.e2e.SluiceProcess.Stream;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients from npm against a running server: ws, standardwebhooks, and one made of openapi.yaml. */
@Tag("e2e")
@Timeout(180)
class NpmClientsTest {
    private static final Path WEB = Node.WEB;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static SluiceProcess server;
    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        server = SluiceProcess.start(
                directory,
                Map.of("SLUICE_AUTH_REGISTRATION", "open", "SLUICE_WEBHOOKS_ALLOW_PRIVATE_ADDRESSES", "true"));
        node = new Node(server, directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void ws_walkingTheDocumentsSection_findsItsMessages() throws Exception {
        Stream stream = server.createStream("Live Coding Session");
        String viewer = server.post(
                        "/api/v1/api-keys", new JsonObject().put("name", "v").put("role", "viewer"))
                .getString("key");

        JsonObject found = new JsonObject(node.run(
                WEB,
                Map.of("TOKEN", viewer, "STREAM_ID", stream.id()),
                WEB.resolve("socket-walk.mjs").toString()));

        for (String message : List.of("notification", "chat message", "viewer count")) {
            Example example = Example.of("websocket", message);
            JsonObject arrived = found.getJsonObject(message);
            assertThat(Likeness.differences(example.answer(), Set.of(), arrived))
                    .as(message)
                    .isEmpty();
            assertThat(arrived.getString("type")).isEqualTo(example.answer().getString("type"));
        }
        assertThat(found.getJsonObject("viewer count").getString("stream_id")).isEqualTo(stream.id());
        assertThat(found.getInteger("close code")).isEqualTo(4401);
    }

    @Test
    void webhook_delivered_isGenuineToTheSnippetAndToStandardWebhooks() throws Exception {
        try (HookReceiver receiver = new HookReceiver(204)) {
            JsonObject draft = new JsonObject()
                    .put("url", receiver.url())
                    .put("events", new JsonArray().add("stream.started").add("stream.ended"));
            JsonObject webhook = server.post("/api/v1/webhooks", draft);
            String secret = webhook.getString("secret");
            Stream stream = server.createStream("Told");
            server.post("/api/v1/live-streaming/" + stream.id() + "/start", new JsonObject());
            Await.until("the webhook arrived", PATIENCE, () -> !receiver.hooks().isEmpty());
            Hook hook = receiver.hooks().getFirst();

            assertThat(hook.headers()).containsEntry("content-type", "application/json");
            assertThat(hook.isGenuine(secret)).isTrue();
            assertThat(hook.isGenuine(secret + "x")).isFalse();
            Path file = directory.resolve("hook.json");
            Files.writeString(
                    file,
                    new JsonObject()
                            .put("secret", secret)
                            .put("headers", new JsonObject(Map.copyOf(hook.headers())))
                            .put("body", hook.body())
                            .encode());
            JsonObject verified = new JsonObject(
                    node.run(WEB, Map.of(), WEB.resolve("verify-webhook.mjs").toString(), file.toString()));

            assertThat(verified).isEqualTo(hook.json());
            assertThat(verified.getString("type")).isEqualTo("stream.started");
            assertThat(verified.getJsonObject("data").getJsonObject("object").getString("id"))
                    .isEqualTo(stream.id());
            JsonObject payload = Example.of("webhooks", "payload").answer();
            assertThat(Likeness.differences(payload, Set.of(), verified)).isEmpty();
        }
    }

    @Test
    void typescriptClient_madeOfTheDescription_livesAStreamsLife() throws Exception {
        Path typed = Files.createDirectories(Path.of("target/typed").toAbsolutePath());
        Files.deleteIfExists(typed.resolve("node_modules"));
        Files.createSymbolicLink(typed.resolve("node_modules"), WEB.resolve("node_modules"));
        Files.copy(WEB.resolve("typed-client.ts"), typed.resolve("client.ts"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(WEB.resolve("tsconfig.json"), typed.resolve("tsconfig.json"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(typed.resolve("package.json"), "{\"type\": \"module\"}");
        Files.writeString(
                typed.resolve("openapi.yaml"), server.get("/openapi.yaml").body());

        String modules = WEB.resolve("node_modules").toString();
        node.run(
                typed,
                Map.of(),
                modules + "/openapi-typescript/bin/cli.js",
                "openapi.yaml",
                "-o",
                "schema.ts",
                "--default-non-nullable",
                "false");
        node.run(typed, Map.of(), modules + "/typescript/bin/tsc", "--project", ".");
        JsonObject done = new JsonObject(node.run(typed, Map.of(), "client.js"));

        assertThat(server.get("/api/v1/live-streaming/" + done.getString("id")).statusCode())
                .isEqualTo(404);
    }
}
