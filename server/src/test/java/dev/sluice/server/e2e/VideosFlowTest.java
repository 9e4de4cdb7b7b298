package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.e2e.HookReceiver.Hook;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Videos section of the platform's document, example by example, and the webhooks that tell of it. */
@Tag("e2e")
@Timeout(240)
class VideosFlowTest {
    private static final String JSON = "application/json";
    private static final String SECRET = "whsec_abc123";
    private static final int SECONDS = 4;
    private static final int CHUNK_BYTES = 5_242_880;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path directory;

    private static SluiceProcess server;
    private static HttpClient http;
    private static HookReceiver platform;
    private static ApiClient john;
    private static FormVideos videos;
    private static String token = "";

    @BeforeAll
    static void start() throws Exception {
        server = SluiceProcess.start(
                directory,
                Map.of("SLUICE_AUTH_REGISTRATION", "open", "SLUICE_WEBHOOKS_ALLOW_PRIVATE_ADDRESSES", "true"));
        http = HttpClient.newHttpClient();
        platform = new HookReceiver(204);
        ApiClient nobody = ApiClient.of(server, http);
        nobody.walk("identity", "register, shortly", Map.of());
        token = nobody.walk("identity", "login", Map.of()).getString("access_token");
        john = nobody.withToken(token);
        videos = new FormVideos(server, http).withToken(token);
        server.post(
                "/api/v1/webhooks",
                new JsonObject()
                        .put("url", platform.url())
                        .put("events", new JsonArray(List.of("video.uploaded", "video.processed", "video.failed")))
                        .put("secret", SECRET));
    }

    @AfterAll
    static void stop() throws Exception {
        platform.close();
        http.close();
        server.close();
    }

    @Test
    void form_fromUploadToView_isAnsweredAsDocumented() throws Exception {
        JsonObject uploaded = upload(Films.plain(directory, SECONDS));
        assertThat(uploaded.getString("status")).isEqualTo("processing");
        assertThat(uploaded.getValue("thumbnail_url")).isNull();
        String id = uploaded.getString("id");
        Map<String, String> path = Map.of("video_id", id);
        videos.awaitEnd(id);

        JsonObject video = john.walk("videos", "get", path);
        assertThat(video.getString("title")).isEqualTo("My Video Title");
        assertThat(video.getString("status")).isEqualTo("ready");
        assertThat(video.getInteger("duration")).isEqualTo(SECONDS);
        assertThat(video.getJsonObject("author").getString("username")).isEqualTo("johndoe");
        assertThat(video.getJsonArray("resolutions")).isEqualTo(JsonArray.of("240p", "360p"));
        assertThat(video.getJsonArray("tags")).isEqualTo(JsonArray.of("tech", "tutorial"));
        assertThat(Tool.probe(video.getString("video_url")))
                .extracting(track -> track.getString("codec_name"))
                .contains("h264", "aac");
        JsonObject stream = john.walk("videos", "stream", path);
        assertThat(stream.getString("manifest_url")).isEqualTo(video.getString("video_url"));
        assertThat(stream.getJsonArray("formats"))
                .extracting(format -> ((JsonObject) format).getString("resolution"))
                .containsExactly("360p", "240p");

        noContent(john.send("POST", "/videos/" + id + "/like", null));
        noContent(john.send("POST", "/videos/" + id + "/like", null));
        String view = "{\"watch_time\": 45, \"completed\": false}";
        noContent(john.send("POST", "/videos/" + id + "/view", view, "Content-Type", JSON));
        JsonObject seen = john.walk("videos", "get", path);
        assertThat(seen.getInteger("likes_count"))
                .as("once for each who likes it")
                .isEqualTo(1);
        assertThat(seen.getInteger("views_count")).isEqualTo(1);
        told(id, "video.uploaded", "video.processed");
    }

    @Test
    void chunks_fromInitiateToComplete_areAnsweredAsDocumented() throws Exception {
        JsonObject large = john.walk("videos", "initiate", Map.of());
        assertThat(large.getInteger("chunk_count")).isEqualTo(100);
        assertThat(large.getJsonArray("upload_urls")).hasSize(100);
        JsonObject first = put(large.getJsonArray("upload_urls").getString(0), new byte[CHUNK_BYTES]);
        assertThat(first.getDouble("progress")).isEqualTo(1.0);
        noContent(john.send("DELETE", "/videos/upload/" + large.getString("upload_id"), null));

        byte[] film = Files.readAllBytes(Films.plain(directory, SECONDS));
        String draft = new JsonObject()
                .put("filename", "film.mp4")
                .put("filesize", film.length)
                .put("content_type", "video/mp4")
                .encode();
        JsonObject begun = new JsonObject(john.send("POST", "/videos/upload/initiate", draft, "Content-Type", JSON)
                .body());
        put(begun.getJsonArray("upload_urls").getString(0), film);
        JsonObject completed = john.walk("videos", "complete", Map.of("upload_id", begun.getString("upload_id")));
        assertThat(completed.getString("message")).isEqualTo("Video uploaded successfully. Processing started.");
        assertThat(videos.awaitEnd(completed.getString("video_id")).getString("status"))
                .isEqualTo("ready");
        told(completed.getString("video_id"), "video.uploaded", "video.processed");
    }

    @Test
    void thumbnailOfOnesOwn_standsForTheVideo_untilItIsDeleted() throws Exception {
        String id = upload(Films.plain(directory, SECONDS)).getString("id");
        String poster = videos.awaitEnd(id).getString("thumbnail_url");
        Path picture = directory.resolve("own.png");
        Tool.run(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                "color=red:s=1600x1000",
                "-frames:v",
                "1",
                "-pix_fmt",
                "rgb24",
                picture.toString());

        HttpRequest put = HttpRequest.newBuilder(server.uri("/api/v1/videos/" + id + "/thumbnail"))
                .header("Authorization", "Bearer " + token)
                .timeout(PATIENCE)
                .PUT(BodyPublishers.ofFile(picture))
                .build();
        HttpResponse<String> answer = http.send(put, BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String own = new JsonObject(answer.body()).getString("thumbnail_url");
        assertThat(own).isNotEqualTo(poster);
        HttpResponse<byte[]> shown =
                http.send(HttpRequest.newBuilder(java.net.URI.create(own)).build(), BodyHandlers.ofByteArray());
        assertThat(shown.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(shown.body()));
        assertThat(image.getWidth()).isEqualTo(1280);
        assertThat(image.getHeight()).isEqualTo(800);
        Color colour = new Color(image.getRGB(640, 400));
        assertThat(colour.getRed()).isGreaterThan(240);
        assertThat(colour.getGreen() + colour.getBlue()).isLessThan(20);

        noContent(john.send("DELETE", "/videos/" + id + "/thumbnail", null));
        assertThat(videos.awaitEnd(id).getString("thumbnail_url")).isEqualTo(poster);
        assertThat(http.send(HttpRequest.newBuilder(java.net.URI.create(poster)).build(), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsNoMedia_fails_andThePlatformIsToldWhy() throws Exception {
        String id = upload(Films.noise(directory, 100_000, /* seed= */ 5)).getString("id");
        JsonObject video = videos.awaitEnd(id);
        assertThat(video.getString("status")).isEqualTo("failed");
        Hook last = told(id, "video.uploaded", "video.failed");
        assertThat(last.json().getJsonObject("data").encode())
                .contains(video.getJsonObject("error").getString("message"));
    }

    private static JsonObject upload(Path file) throws Exception {
        Map<String, String> fields = Map.of(
                "title", "My Video Title",
                "description", "Video description",
                "visibility", "public",
                "tags", "[\"tech\", \"tutorial\"]");
        return ApiClient.check("upload", Example.of("videos", "upload"), videos.send(file, fields));
    }

    private static JsonObject put(String url, byte[] chunk) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(java.net.URI.create(url))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/octet-stream")
                .timeout(PATIENCE)
                .PUT(BodyPublishers.ofByteArray(chunk))
                .build();
        return ApiClient.check("chunk", Example.of("videos", "chunk"), http.send(request, BodyHandlers.ofString()));
    }

    private static void noContent(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    /** Waits until the platform was told these things of a video, in this order; the last of them. */
    private static Hook told(String id, String... types) throws Exception {
        Await.until("the platform is told of " + id, PATIENCE, () -> hooks(id).size() >= types.length);
        List<Hook> hooks = hooks(id);
        assertThat(hooks).extracting(hook -> hook.json().getString("type")).containsExactly(types);
        JsonObject payload = Example.of("webhooks", "payload").answer();
        for (Hook hook : hooks) {
            assertThat(hook.isGenuine(SECRET)).isTrue();
            assertThat(Likeness.differences(payload, Set.of(), hook.json())).isEmpty();
            assertThat(hook.json().getJsonObject("data").getJsonObject("object").getString("type"))
                    .isEqualTo("video");
        }
        return hooks.getLast();
    }

    private static List<Hook> hooks(String id) {
        return platform.hooks().stream()
                .filter(hook -> hook.json()
                        .getJsonObject("data")
                        .getJsonObject("object")
                        .getString("id")
                        .equals(id))
                .toList();
    }
}
