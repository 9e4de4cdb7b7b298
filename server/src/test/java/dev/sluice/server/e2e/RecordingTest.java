package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recorded live stream becomes a video without a second encode, and a clip of it becomes another. */
@Tag("e2e")
@Timeout(180)
class RecordingTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int SECONDS = 14;
    private static final int FRAME_RATE = 30;

    @TempDir
    private Path directory;

    @Test
    void streamThatIsRecorded_whenItEnds_isAVideoAndCanBeClipped() throws Exception {
        Map<String, String> settings = Map.of("SLUICE_LIVE_RECONNECT_GRACE", "1s");
        try (SluiceProcess server = SluiceProcess.start(directory, settings)) {
            JsonObject created = server.post(
                    "/api/v1/live-streaming/create",
                    new JsonObject().put("title", "Recorded").put("record", true));
            String url = "rtmp://127.0.0.1:" + server.rtmpPort() + "/live/" + created.getString("stream_key");
            try (RunningProgram ffmpeg =
                    Broadcast.h264(directory, url, 640, 360, Integer.toString(FRAME_RATE), SECONDS)) {
                ffmpeg.awaitSuccess(PATIENCE);
            }
            Await.until("there is a video of the stream", PATIENCE, () -> !videos(server)
                    .isEmpty());
            String id = videos(server).getJsonObject(0).getString("id");
            Videos.awaitReady(server, id, PATIENCE);

            JsonObject video = Videos.details(server, id);
            assertThat(video.getString("title")).isEqualTo("Recorded");
            assertThat(video.getString("thumbnail_url")).isNotNull();
            assertThat(video.getJsonObject("source").getString("stream_id")).isEqualTo(created.getString("id"));
            assertThat(video.getDouble("duration")).isBetween(SECONDS - 1.0, SECONDS + 0.5);
            long pictures = Tool.decode(best(server, id)).frames();
            assertThat(pictures).isBetween((long) (SECONDS - 1) * FRAME_RATE, (long) SECONDS * FRAME_RATE + 1);
            Videos.assertPlaysWhole(server, id, pictures);

            JsonObject clip = server.post(
                    "/api/v1/videos/" + id + "/clips",
                    new JsonObject().put("start", 4.5).put("end", 7.5).put("title", "Best of"));
            Videos.awaitReady(server, clip.getString("id"), PATIENCE);
            JsonObject made = Videos.details(server, clip.getString("id"));
            assertThat(made.getString("title")).isEqualTo("Best of");
            assertThat(made.getDouble("duration")).isBetween(3.0, 8.0);
            long clipped = Tool.decode(best(server, clip.getString("id"))).frames();
            assertThat(clipped / (double) FRAME_RATE)
                    .isBetween(made.getDouble("duration") - 0.1, made.getDouble("duration") + 0.1);
            Videos.assertPlaysWhole(server, clip.getString("id"), clipped);
        }
    }

    private static JsonArray videos(SluiceProcess server) throws Exception {
        return server.getJson("/api/v1/videos").getJsonArray("data");
    }

    private static String best(SluiceProcess server, String id) throws Exception {
        return server.getJson("/api/v1/videos/" + id + "/stream")
                .getJsonArray("formats")
                .getJsonObject(0)
                .getString("url");
    }
}
