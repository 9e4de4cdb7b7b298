package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.e2e.SluiceProcess.Stream;
import io.vertx.core.json.JsonObject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Thumbnails of streams that ffmpeg pushes, without a ladder: only key frames are decoded. */
@Tag("e2e")
@Timeout(300)
class ThumbnailTest {
    private static final Map<String, String> SETTINGS =
            Map.of("SLUICE_TRANSCODER_ENABLED", "false", "SLUICE_THUMBNAILS_INTERVAL", "2s");
    /** From the first key frame to the picture, on a busy machine. */
    private static final Duration PROMPTLY = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void thumbnail_ofALiveStream_followsItAndStaysAsItsPoster() throws Exception {
        try (SluiceProcess server = SluiceProcess.start(directory, SETTINGS)) {
            Stream stream = server.createStream("seen");
            String path = "/live/" + stream.id() + "/thumb.jpg";
            assertThat(server.get(path).statusCode()).isEqualTo(404);
            assertThat(api(server, stream).getValue("thumbnail_url")).isNull();
            try (RunningProgram push = Broadcast.h264(directory, stream.publishUrl(), 1280, 720, "30", 60)) {
                Await.until("live", SluiceProcess.PATIENCE, () -> server.status(stream)
                        .equals("live"));
                Await.until("a first picture", PROMPTLY, () -> server.get(path).statusCode() == 200);
                HttpResponse<byte[]> first = fetch(server.uri(path), "");
                assertSize(first.body(), 640, 360);
                assertThat(first.headers().firstValue("Content-Type")).hasValue("image/jpeg");
                assertThat(first.headers().firstValue("Cache-Control")).hasValue("public, max-age=5");
                assertThat(first.headers().firstValue("Access-Control-Allow-Origin"))
                        .hasValue("*");
                String etag = first.headers().firstValue("ETag").orElseThrow();
                assertThat(fetch(server.uri(path), etag).statusCode()).isIn(200, 304);
                Await.until("the API names it", PROMPTLY, () -> api(server, stream)
                        .getString("thumbnail_url", "")
                        .endsWith(path));
                for (int refreshed = 0; refreshed < 2; refreshed++) {
                    String before = fetch(server.uri(path), "")
                            .headers()
                            .firstValue("ETag")
                            .orElseThrow();
                    Await.until(
                            "another picture",
                            SluiceProcess.PATIENCE,
                            () -> fetch(server.uri(path), before).statusCode() == 200);
                }
                byte[] later = server.bytes(path);
                assertSize(later, 640, 360);
                assertThat(later).isNotEqualTo(first.body());
                keep(later);
                assertThat(api(server, stream).getInteger("viewer_count"))
                        .as("lookers are no viewers")
                        .isZero();
                assertThat(push.isAlive()).as("undisturbed").isTrue();
            }
            Await.until(
                    "ended", SluiceProcess.PATIENCE, () -> server.status(stream).equals("ended"));
            assertNothingIsLeft(server);
        }
        afterRestart();
    }

    /** Everything that memory knew is gone. */
    private void afterRestart() throws Exception {
        try (SluiceProcess server = SluiceProcess.start(directory, SETTINGS)) {
            JsonObject stream = server.getJson("/api/v1/live-streaming").getJsonArray("data").stream()
                    .map(JsonObject.class::cast)
                    .filter(each -> each.getString("title").equals("seen"))
                    .findFirst()
                    .orElseThrow();
            HttpResponse<byte[]> poster = fetch(URI.create(stream.getString("thumbnail_url")), "");
            assertThat(poster.statusCode()).isEqualTo(200);
            assertSize(poster.body(), 640, 360);
            assertThat(poster.headers().firstValue("Cache-Control")).hasValue("public, max-age=5");
            String etag = poster.headers().firstValue("ETag").orElseThrow();
            assertThat(fetch(server.uri("/live/" + stream.getString("id") + "/thumb.jpg"), etag)
                            .statusCode())
                    .isEqualTo(304);
            Path stored = directory.resolve("data/objects/live/" + stream.getString("id") + "/thumb.jpg");
            assertThat(stored).exists();
            HttpResponse<Void> deleted = http.send(
                    HttpRequest.newBuilder(server.uri("/api/v1/live-streaming/" + stream.getString("id")))
                            .header("X-API-Key", SluiceProcess.API_KEY)
                            .DELETE()
                            .build(),
                    BodyHandlers.discarding());
            assertThat(deleted.statusCode()).isEqualTo(204);
            Await.until("its picture is gone", SluiceProcess.PATIENCE, () -> Files.notExists(stored));
        }
    }

    @Test
    void thumbnail_ofAPrivatePortraitStream_isForHoldersOfAPass() throws Exception {
        try (SluiceProcess server = SluiceProcess.start(directory, SETTINGS)) {
            JsonObject created = server.post(
                    "/api/v1/live-streaming/create",
                    new JsonObject().put("title", "hidden").put("visibility", "private"));
            String id = created.getString("id");
            String url = "rtmp://127.0.0.1:" + server.rtmpPort() + "/live/" + created.getString("stream_key");
            Stream stream = new Stream(id, created.getString("stream_key"), url);
            try (RunningProgram push = Broadcast.h264(directory, url, 720, 1280, "25", 60, "-bf", "2")) {
                Await.until(
                        "the API names it",
                        SluiceProcess.PATIENCE,
                        () -> api(server, stream).getValue("thumbnail_url") != null);
                HttpResponse<byte[]> shown =
                        fetch(URI.create(api(server, stream).getString("thumbnail_url")), "");
                assertThat(shown.statusCode()).isEqualTo(200);
                assertSize(shown.body(), 640, 1138);
                assertThat(shown.headers().firstValue("Cache-Control")).hasValue("private, max-age=5");
                assertThat(server.get("/live/" + id + "/thumb.jpg").statusCode())
                        .isEqualTo(404);
                assertThat(push.isAlive()).as("undisturbed").isTrue();
            }
        }
    }

    @Test
    void thumbnail_switchedOff_isNotThere() throws Exception {
        Map<String, String> off = Map.of("SLUICE_TRANSCODER_ENABLED", "false", "SLUICE_THUMBNAILS_ENABLED", "false");
        try (SluiceProcess server = SluiceProcess.start(directory, off)) {
            Stream stream = server.createStream("unseen");
            try (RunningProgram push = Broadcast.h264(directory, stream.publishUrl(), 320, 180, "25", 60)) {
                server.awaitPlayable(stream);
                assertThat(server.get("/live/" + stream.id() + "/thumb.jpg").statusCode())
                        .isEqualTo(404);
                assertThat(api(server, stream).getValue("thumbnail_url")).isNull();
                assertThat(push.isAlive()).as("undisturbed").isTrue();
            }
        }
    }

    private static JsonObject api(SluiceProcess server, Stream stream) throws Exception {
        return server.getJson("/api/v1/live-streaming/" + stream.id());
    }

    /** @param etag empty for none */
    private HttpResponse<byte[]> fetch(URI uri, String etag) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Origin", "https://www.example.com");
        if (!etag.isEmpty()) {
            request.header("If-None-Match", etag);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static void assertSize(byte[] jpeg, int width, int height) throws IOException {
        assertThat(jpeg).startsWith(0xFF, 0xD8, 0xFF).endsWith(0xFF, 0xD9);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(width, height);
        assertThat(image.getRGB(width / 2, height / 2))
                .as("a picture, not black")
                .isNotEqualTo(Color.BLACK.getRGB());
    }

    /** Without a ladder, thumbnails alone use native memory. */
    private static void assertNothingIsLeft(SluiceProcess server) throws Exception {
        String metrics = server.get("/metrics").body();
        assertThat(metrics)
                .containsPattern("sluice_thumbnails_total\\{outcome=\"made\"\\} [1-9]")
                .contains("sluice_thumbnails_total{outcome=\"failed\"} 0")
                .contains("sluice_native_handles 0.0")
                .contains("sluice_native_frame_bytes 0.0")
                .contains("sluice_native_leaked_handles_total 0.0");
    }

    /** For a person to look at. */
    private static void keep(byte[] jpeg) throws IOException {
        Files.write(Path.of("target", "thumbnail.jpg"), jpeg);
    }
}
