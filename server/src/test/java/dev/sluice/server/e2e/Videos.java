package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Files that become videos on a running server. */
final class Videos {
    private Videos() {}

    /** A film of moving pictures and a tone, made by ffmpeg. */
    static Path film(Path directory, int seconds, String size) throws Exception {
        Path file = directory.resolve("film-" + seconds + "s.mp4");
        Tool.run(
                "ffmpeg",
                "-v",
                "error",
                "-nostdin",
                "-y",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=" + size + ":rate=25:duration=" + seconds,
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=440:sample_rate=48000:duration=" + seconds,
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "50",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                file.toString());
        return file;
    }

    /** Uploads by a form; returns the video's id. */
    static String upload(SluiceProcess server, Path file) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = new FormVideos(server, http).send(file, Map.of("title", "A film"));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            return new JsonObject(answer.body()).getString("id");
        }
    }

    static JsonObject details(SluiceProcess server, String id) throws IOException, InterruptedException {
        return server.getJson("/api/v1/videos/" + id);
    }

    static Stream<JsonObject> steps(SluiceProcess server, String id) throws IOException, InterruptedException {
        JsonArray steps = server.getJson("/api/v1/videos/" + id + "/job").getJsonArray("steps");
        return steps.stream().map(JsonObject.class::cast);
    }

    /** The state of a step; empty while there is none of that name. */
    static Optional<String> step(SluiceProcess server, String id, String name)
            throws IOException, InterruptedException {
        return steps(server, id)
                .filter(step -> step.getString("name").equals(name))
                .map(step -> step.getString("status"))
                .findAny();
    }

    static void awaitReady(SluiceProcess server, String id, Duration patience) throws Exception {
        Await.until("video " + id + " is ready", patience, () -> {
            JsonObject video = details(server, id);
            if (video.getString("status").equals("failed")) {
                throw new AssertionError("the video failed: " + video.getJsonObject("error"));
            }
            return video.getString("status").equals("ready");
        });
    }

    /** The types of its events, in order. */
    static List<String> events(SluiceProcess server, String id) throws IOException, InterruptedException {
        return server.getJson("/api/v1/events?object_id=" + id).getJsonArray("data").stream()
                .map(JsonObject.class::cast)
                .map(event -> event.getString("type"))
                .toList();
    }

    /** Every rendition decodes from begin to end and has every picture. */
    static void assertPlaysWhole(SluiceProcess server, String id, long pictures) throws Exception {
        JsonArray formats = server.getJson("/api/v1/videos/" + id + "/stream").getJsonArray("formats");
        assertThat(formats).isNotEmpty();
        for (int i = 0; i < formats.size(); i++) {
            Tool.Decoded decoded = Tool.decode(formats.getJsonObject(i).getString("url"));
            assertThat(decoded.frames()).as(formats.getJsonObject(i).encode()).isEqualTo(pictures);
        }
        Tool.run(
                "ffmpeg",
                "-v",
                "error",
                "-xerror",
                "-nostdin",
                "-i",
                details(server, id).getString("video_url"),
                "-map",
                "0",
                "-f",
                "null",
                "-");
    }
}
