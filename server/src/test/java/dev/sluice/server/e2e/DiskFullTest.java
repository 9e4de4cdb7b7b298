package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the object store is full while a file comes and while it is processed, and then has room again. */
@Tag("e2e")
@Timeout(400)
class DiskFullTest {
    private static final int SMALL_MIB = 48;
    private static final int ROOMY_MIB = 512;
    private static final int FILE_BYTES = 64 << 20;
    private static final int SECONDS = 44;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String TUS = "/api/v1/uploads/tus";

    @TempDir
    private Path directory;

    private DebianPostgres postgres;
    private HttpClient http;
    private TightDisk disk;

    /** The database is elsewhere: what is full is the store's disk. */
    @BeforeEach
    void open() throws Exception {
        postgres = DebianPostgres.start(Files.createDirectory(directory.resolve("postgres")));
        http = HttpClient.newHttpClient();
        disk = TightDisk.ofObjects(directory);
    }

    @AfterEach
    void close() {
        http.close();
        postgres.close();
    }

    private SluiceProcess start(int mib) throws Exception {
        Map<String, String> settings = new HashMap<>(postgres.settings());
        settings.put("SLUICE_VOD_HEARTBEAT", "1s");
        return SluiceProcess.startProgram(directory, settings, disk.with(mib, SluiceProcess.command()));
    }

    @Test
    void upload_whenTheDiskIsFull_isRefusedAndGoesOnFromWhatWasAcknowledged() throws Exception {
        Path file = Films.noise(directory, FILE_BYTES, /* seed= */ 21);
        byte[] bytes = Files.readAllBytes(file);
        try (SluiceProcess server = start(SMALL_MIB)) {
            URI upload = create(server);
            HttpResponse<String> refused = patch(upload, bytes, 0);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(new JsonObject(refused.body()).getString("error")).isEqualTo("service_unavailable");
            int acknowledged = offset(upload);
            assertThat(acknowledged).isLessThan(FILE_BYTES);
            if (disk.isFileSystem()) {
                assertThat(acknowledged).as("what fits is kept").isGreaterThan(FILE_BYTES / 4);
            }

            HttpResponse<String> form = new FormVideos(server, http).send(file, Map.of());
            assertThat(form.statusCode()).as(form.body()).isEqualTo(503);
            assertThat(server.getJson(FormVideos.PATH).getJsonArray("data"))
                    .as("videos of refused uploads")
                    .isEmpty();
            assertThat(offset(upload)).as("nothing acknowledged is lost").isEqualTo(acknowledged);

            disk.resize(server, ROOMY_MIB);
            HttpResponse<String> done = patch(upload, bytes, acknowledged);
            assertThat(done.statusCode()).as(done.body()).isEqualTo(204);
            String id = done.headers().firstValue("Video-Id").orElseThrow();
            assertThat(Stored.inFiles(TightDisk.asSeenBy(server, directory), id))
                    .isEqualTo(Stored.sha256(file));
        }
    }

    @Test
    void job_whenTheDiskIsFull_isTriedAgainAndEndsOnceThereIsRoom() throws Exception {
        Path film = Videos.film(directory, SECONDS, "640x360");
        try (SluiceProcess server = start(ROOMY_MIB)) {
            String id = Videos.upload(server, film);
            int filmMib = Math.toIntExact(Math.ceilDiv(Files.size(film), 1 << 20));
            disk.resize(server, disk.isFileSystem() ? filmMib + 1 : 1); // Before the first piece is there.
            Await.until("a step failed for it", PATIENCE, () -> Videos.steps(server, id)
                    .anyMatch(step -> step.getInteger("failures") > 0));
            assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(Videos.details(server, id).getString("status")).isEqualTo("processing");

            disk.resize(server, ROOMY_MIB);
            Videos.awaitReady(server, id, PATIENCE);
            assertThat(Videos.events(server, id)).containsExactly("video.uploaded", "video.processed");
            Videos.assertPlaysWhole(server, id, SECONDS * 25L);
        }
    }

    private URI create(SluiceProcess server) throws Exception {
        HttpResponse<String> created = http.send(
                tus(server.uri(TUS))
                        .header("Upload-Length", Integer.toString(FILE_BYTES))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return server.uri(TUS).resolve(created.headers().firstValue("Location").orElseThrow());
    }

    private HttpResponse<String> patch(URI upload, byte[] file, int offset) throws Exception {
        return http.send(
                tus(upload)
                        .header("Upload-Offset", Integer.toString(offset))
                        .header("Content-Type", "application/offset+octet-stream")
                        .method("PATCH", BodyPublishers.ofByteArray(Arrays.copyOfRange(file, offset, file.length)))
                        .build(),
                BodyHandlers.ofString());
    }

    private int offset(URI upload) throws Exception {
        HttpResponse<Void> answer = http.send(tus(upload).HEAD().build(), BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(200);
        return Integer.parseInt(answer.headers().firstValue("Upload-Offset").orElseThrow());
    }

    private static HttpRequest.Builder tus(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Tus-Resumable", "1.0.0")
                .header("X-API-Key", SluiceProcess.API_KEY);
    }
}
