package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.e2e.SluiceProcess.Stream;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server on a database that is not its own: Debian's PostgreSQL, as an ordinary role. */
@Tag("e2e")
@Timeout(180)
class ExternalPostgresTest {
    @TempDir
    private Path directory;

    @TempDir
    private Path postgresDirectory;

    @Test
    void server_onDebiansPostgres_worksAndFindsEverythingAgain() throws Exception {
        try (DebianPostgres postgres = DebianPostgres.start(postgresDirectory);
                HookReceiver receiver = new HookReceiver(204)) {
            Map<String, String> settings = new HashMap<>(postgres.settings());
            settings.put("SLUICE_WEBHOOKS_ALLOW_PRIVATE_ADDRESSES", "true");
            Stream stream;
            try (SluiceProcess server = SluiceProcess.start(directory, settings)) {
                server.post(
                        "/api/v1/webhooks",
                        new JsonObject().put("url", receiver.url()).put("events", new JsonArray().add("stream.*")));
                stream = server.createStream("On another's database");
                server.post("/api/v1/live-streaming/" + stream.id() + "/start", new JsonObject());
                server.post(
                        "/api/v1/live-streaming/" + stream.id() + "/chat", new JsonObject().put("message", "Hello!"));
                Await.until(
                        "both events arrived",
                        SluiceProcess.PATIENCE,
                        () -> receiver.hooks().size() == 2);
                assertThat(server.getJson("/api/v1/health/detailed")
                                .getJsonObject("database")
                                .getString("status"))
                        .isEqualTo("healthy");
            }
            assertThat(Files.exists(directory.resolve("data/postgres")))
                    .as("an embedded one")
                    .isFalse();
            assertThat(postgres.sql("select rolsuper from pg_roles where rolname = '" + DebianPostgres.ROLE + "'"))
                    .isEqualTo("f");
            try (SluiceProcess server = SluiceProcess.start(directory, settings)) {
                assertThat(server.status(stream)).isEqualTo("ended");
                assertThat(server.getJson("/api/v1/live-streaming/" + stream.id() + "/chat")
                                .getJsonArray("data")
                                .getJsonObject(0)
                                .getString("message"))
                        .isEqualTo("Hello!");
                Await.until(
                        "the end of what the first server left live arrived",
                        SluiceProcess.PATIENCE,
                        () -> receiver.hooks().size() == 3);
                assertThat(receiver.hooks())
                        .extracting(hook -> hook.json().getString("type"))
                        .containsExactly("stream.created", "stream.started", "stream.ended");
            }
        }
    }
}
