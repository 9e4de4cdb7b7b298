package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lip sync of videos and of clips of them, in every form in which they are played, as FFmpeg plays it. */
@Tag("e2e")
@Timeout(180)
class AssetSyncTest {
    /** Sound is cut at its frames, of 21 ms; pictures are 40 ms apart. */
    private static final double MAX_SKEW_MS = 25;

    @TempDir
    private Path directory;

    @Test
    void flashAndBeep_ofAVideoWithReorderedPictures_andOfItsExactClip_stayTogether() throws Exception {
        List<String> encoders = List.of("-c:v", "libx264", "-bf", "3", "-pix_fmt", "yuv420p", "-c:a", "aac");
        Path film = LipSync.make(directory.resolve("flashes.mp4"), encoders);
        double sourceSkewMs = LipSync.skewMs(film.toString());
        try (SluiceProcess server = SluiceProcess.start(directory, Map.of());
                HttpClient http = HttpClient.newHttpClient()) {
            FormVideos videos = new FormVideos(server, http);
            JsonObject video = videos.ready(film, Map.of("title", "Flashes"));
            String clips = FormVideos.PATH + "/" + video.getString("id") + "/clips";
            JsonObject times =
                    new JsonObject().put("start", 0.2).put("end", 9.8).put("exact", true);
            JsonObject clip = videos.awaitEnd(server.post(clips, times).getString("id"));

            assertThat(clip.getString("status")).isEqualTo("ready");
            for (JsonObject made : List.of(video, clip)) {
                String stream = FormVideos.PATH + "/" + made.getString("id") + "/stream";
                String alone = server.getJson(stream)
                        .getJsonArray("formats")
                        .getJsonObject(0)
                        .getString("url");
                for (String url : List.of(made.getString("video_url"), made.getString("dash_url"), alone)) {
                    assertThat(LipSync.skewMs(url))
                            .as("beep behind flash in %s, in the source %.1f ms", url, sourceSkewMs)
                            .isCloseTo(sourceSkewMs, within(MAX_SKEW_MS));
                }
            }
        }
    }
}
