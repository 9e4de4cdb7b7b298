package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.port.Owner;
import dev.sluice.engine.testing.BytesSource;
import dev.sluice.engine.testing.UploadRig;
import dev.sluice.engine.upload.Checksums;
import dev.sluice.engine.upload.Upload;
import dev.sluice.engine.upload.UploadKind;
import dev.sluice.engine.upload.UploadRole;
import dev.sluice.identity.Principal;
import dev.sluice.identity.Role;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sockets hear of a video while it comes and while it is processed. */
class VideoProgressTest {
    private static final String TENANT = Principal.DEFAULT_TENANT;
    private static final int CHUNK_BYTES = 5 << 20;

    private ServerUnderTest server;
    private Upload upload;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest();
        Principal ann = server.person(TENANT, "ann", Role.BROADCASTER);
        server.person(TENANT, "bob", Role.BROADCASTER);
        server.person(TENANT, "root", Role.ADMIN);
        server.person("elsewhere", "eve", Role.ADMIN);
        upload = server.uploads.uploads.create(
                new Owner(TENANT, ann.ownerId()),
                UploadKind.CHUNKED,
                UploadRig.DETAILS,
                UploadRig.plan(2L * CHUNK_BYTES, CHUNK_BYTES, UploadRole.WHOLE));
    }

    @AfterEach
    void stop() {
        assertThat(server.blockedThreads).isEmpty();
        server.close();
    }

    @Test
    void owner_hearsTheStateAtOnceAndThenWhatChanges() throws Exception {
        try (SocketClient client = server.socketOf("ann")) {
            subscribe(client);
            JsonObject first = client.next("upload_progress");
            assertThat(first.getString("video_id")).isEqualTo(upload.id().toString());
            assertThat(first.getJsonObject("data"))
                    .isEqualTo(new JsonObject()
                            .put("status", "receiving")
                            .put("filesize", 2 * CHUNK_BYTES)
                            .put("bytes_received", 0)
                            .put("progress", 0.0));
            JsonObject processing = client.next("processing_progress").getJsonObject("data");
            assertThat(processing.getString("status")).isEqualTo("running");
            assertThat(processing.getDouble("progress")).isEqualTo(62.5);
            pulse();
            client.next("upload_progress");
            client.next("processing_progress");

            server.uploads.uploads.putChunk(
                    upload, 1, CHUNK_BYTES, BytesSource.of(new byte[CHUNK_BYTES]), new Checksums(List.of()));
            pulse();
            pulse();

            JsonObject half = client.next("upload_progress").getJsonObject("data");
            assertThat(half.getInteger("bytes_received")).isEqualTo(CHUNK_BYTES);
            assertThat(half.getDouble("progress")).isEqualTo(50.0);
            client.send("{\"type\":\"ping\"}");
            client.next("pong"); // What did not change is not told again.
        }
    }

    @Test
    void events_ofTheVideo_comeOnItsChannel() throws Exception {
        try (SocketClient client = server.socketOf("root")) {
            subscribe(client);
            client.next("upload_progress");
            client.next("processing_progress");

            server.sockets.events.happenToVideo(
                    TENANT, "video.processed", upload.id().toString());

            JsonObject event = client.next("event");
            assertThat(event.getString("event")).isEqualTo("video.processed");
            assertThat(event.getString("video_id")).isEqualTo(upload.id().toString());
        }
    }

    @Test
    void others_areToldThatThereIsNone() throws Exception {
        for (String other : List.of("bob", "eve")) {
            try (SocketClient client = server.socketOf(other)) {
                client.send(subscription());
                assertThat(client.next("error").getString("error")).isEqualTo("resource_not_found");
                assertThat(client.next("subscribed").getJsonArray("channels")).isEmpty();
            }
        }
    }

    @Test
    void afterUnsubscribing_nothingComes() throws Exception {
        try (SocketClient client = server.socketOf("ann")) {
            subscribe(client);
            client.next("upload_progress");
            client.next("processing_progress");
            client.send(subscription().replace("subscribe", "unsubscribe"));
            client.next("unsubscribed");

            pulse();
            client.send("{\"type\":\"ping\"}");

            client.next("pong");
        }
    }

    private void subscribe(SocketClient client) throws InterruptedException {
        client.send(subscription());
        assertThat(client.next("subscribed").getJsonArray("channels")).hasSize(1);
    }

    private String subscription() {
        return "{\"type\":\"subscribe\",\"channels\":[\"video:" + upload.id() + "\"]}";
    }

    private void pulse() throws Exception {
        Thread.ofVirtual().start(server.sockets.pulse::pulse).join();
    }
}
