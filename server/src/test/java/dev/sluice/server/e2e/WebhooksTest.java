package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.e2e.HookReceiver.Hook;
import dev.sluice.server.e2e.SluiceProcess.Stream;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events from their cause to a receiver, also when the server is killed in between. */
@Tag("e2e")
@Timeout(300)
class WebhooksTest {
    private static final String SECRET = "whsec_abc123";
    private static final Map<String, String> PRIVATE = Map.of("SLUICE_WEBHOOKS_ALLOW_PRIVATE_ADDRESSES", "true");

    @TempDir
    private Path directory;

    @Test
    void server_killedBetweenCauseAndDelivery_deliversAfterItsRestart() throws Exception {
        try (HookReceiver receiver = new HookReceiver(500)) {
            Stream stream;
            try (SluiceProcess server = start(PRIVATE)) {
                webhook(server, receiver, "stream.*");
                stream = server.createStream("before the crash");
                Await.until("a first attempt failed", SluiceProcess.PATIENCE, () -> !receiver.hooks()
                        .isEmpty());
                post(server, stream, "/start");
                post(server, stream, "/stop");
                server.kill();
            }
            int failed = receiver.hooks().size();
            receiver.answer(204);
            try (SluiceProcess server = start(PRIVATE)) {
                Await.until(
                        "what happened has arrived",
                        SluiceProcess.PATIENCE,
                        () -> receiver.hooks().size() >= failed + 3);
                List<Hook> arrived =
                        receiver.hooks().subList(failed, receiver.hooks().size());
                assertThat(arrived)
                        .extracting(hook -> hook.json().getString("type"))
                        .containsExactly("stream.created", "stream.started", "stream.ended");
                assertThat(arrived).extracting(Hook::id).doesNotHaveDuplicates();
                assertThat(arrived.getFirst().id())
                        .as("the same id in every attempt")
                        .isEqualTo(receiver.hooks().getFirst().id());
                for (Hook hook : arrived) {
                    isGenuine(hook, stream);
                }
                inTheLog(server, stream, arrived);
            }
        }
    }

    @Test
    void webhook_ofAPrivateAddress_isRefusedUnlessAllowed() throws Exception {
        try (HookReceiver receiver = new HookReceiver(204);
                SluiceProcess server = start(Map.of())) {
            assertThat(catchMessage(() -> webhook(server, receiver, "*"))).contains("422", "not a public address");
            JsonObject byName = server.post(
                    "/api/v1/webhooks", draft(receiver.url().replace("127.0.0.1", "localhost"), "stream.*"));
            server.createStream("nobody is told");
            String log = "/api/v1/webhooks/" + byName.getString("id") + "/deliveries";
            Await.until("an attempt was refused", SluiceProcess.PATIENCE, () -> attempts(server, log) > 0);
            String delivery =
                    server.getJson(log).getJsonArray("data").getJsonObject(0).getString("id");
            assertThat(server.getJson(log + "/" + delivery)
                            .getJsonArray("attempts")
                            .getJsonObject(0)
                            .getString("error"))
                    .isEqualTo("localhost is not a public address.");
            assertThat(receiver.hooks()).isEmpty();
        }
    }

    private SluiceProcess start(Map<String, String> settings) throws Exception {
        return SluiceProcess.start(directory, settings);
    }

    private static JsonObject webhook(SluiceProcess server, HookReceiver receiver, String events) throws Exception {
        return server.post("/api/v1/webhooks", draft(receiver.url(), events));
    }

    private static JsonObject draft(String url, String events) {
        return new JsonObject()
                .put("url", url)
                .put("events", new JsonArray().add(events))
                .put("secret", SECRET);
    }

    private static void post(SluiceProcess server, Stream stream, String verb) throws Exception {
        server.post("/api/v1/live-streaming/" + stream.id() + verb, new JsonObject());
    }

    private static int attempts(SluiceProcess server, String log) throws Exception {
        JsonArray deliveries = server.getJson(log).getJsonArray("data");
        return deliveries.isEmpty() ? 0 : deliveries.getJsonObject(0).getInteger("attempt_count");
    }

    private static void isGenuine(Hook hook, Stream stream) throws Exception {
        assertThat(hook.isGenuine(SECRET)).isTrue();
        JsonObject body = hook.json();
        assertThat(body.getString("id")).isEqualTo(hook.id()).matches("evt_[0-9a-f]{32}");
        assertThat(body.getLong("created")).isPositive();
        JsonObject object = body.getJsonObject("data").getJsonObject("object");
        assertThat(object.getString("id")).isEqualTo(stream.id());
        assertThat(object.getString("type")).isEqualTo("stream");
        assertThat(hook.body()).doesNotContain(stream.key());
    }

    private static void inTheLog(SluiceProcess server, Stream stream, List<Hook> arrived) throws Exception {
        JsonObject log = server.getJson("/api/v1/events?object_id=" + stream.id());
        assertThat(log.getJsonArray("data").stream().map(event -> ((JsonObject) event).getString("id")))
                .isEqualTo(arrived.stream().map(Hook::id).toList());
        assertThat(log.getBoolean("gap")).isFalse();
    }

    private static String catchMessage(java.util.concurrent.Callable<?> call) {
        try {
            call.call();
            return "nothing was thrown";
        } catch (Exception e) {
            return String.valueOf(e.getMessage());
        }
    }
}
