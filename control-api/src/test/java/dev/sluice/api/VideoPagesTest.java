package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetQuery;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.port.Visibility;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the pages are told of videos, without a key. */
class VideoPagesTest {
    private static final String VIDEOS = "/pages/videos";

    private final AssetId id = AssetId.random();
    private ServerUnderTest server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest();
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.blockedThreads).isEmpty();
    }

    @Test
    void readyVideo_isToldWithEverythingThatPlays() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));

        JsonObject video = one("");

        String files = "/vod/" + id + "/";
        assertThat(video.getMap())
                .containsEntry("status", "ready")
                .containsEntry("duration", 120.0)
                .containsEntry("watch_path", "/watch/" + id)
                .containsEntry("hls_path", files + "master.m3u8")
                .containsEntry("dash_path", files + "manifest.mpd")
                .containsEntry("thumbnail_path", files + "poster-1.jpg")
                .containsEntry("storyboard_path", files + "storyboard-1.vtt");
        assertThat(video.getJsonArray("formats").getJsonObject(0).getMap())
                .containsAllEntriesOf(Map.of("type", "video", "height", 1080, "path", files + "film/1080p-1.mp4"));
        assertThat(video.getJsonArray("formats").getJsonObject(2).getMap())
                .containsAllEntriesOf(Map.of("type", "audio", "language", "en", "path", files + "audio-en-1.mp4"));
        assertThat(video.encode()).doesNotContain("somebody", "holiday.mp4", "uploads/");
    }

    @Test
    void videoThatDoesNotPlay_isToldWithoutPaths() throws Exception {
        server.assets.add(FakeAssets.processing(id, FakeAssets.OWNER));
        JsonObject processing = one("");
        assertThat(processing.getString("status")).isEqualTo("processing");
        assertThat(processing.getValue("hls_path")).isNull();
        assertThat(processing.getJsonArray("formats")).isEmpty();

        server.assets.add(FakeAssets.failed(id, FakeAssets.OWNER));
        assertThat(one("").getString("problem")).isEqualTo("The file holds no video and no sound.");
    }

    @Test
    void privateVideo_withItsPassOnly_isTold() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PRIVATE));
        String pass = server.passes.issue(id.value(), Duration.ofHours(1)).text();
        String others = server.passes
                .issue(AssetId.random().value(), Duration.ofHours(1))
                .text();

        assertThat(server.get(VIDEOS + "/" + id).statusCode()).isEqualTo(404);
        assertThat(server.get(VIDEOS + "/" + id + "?pass=" + others).statusCode())
                .isEqualTo(404);
        assertThat(one("?pass=" + pass).getString("hls_path")).isEqualTo("/vod/" + id + "/~" + pass + "/master.m3u8");
    }

    @Test
    void noVideo_isNotFound() throws Exception {
        assertThat(server.get(VIDEOS + "/" + id).statusCode()).isEqualTo(404);
        assertThat(server.get(VIDEOS + "/1").statusCode()).isEqualTo(404);
    }

    @Test
    void list_asksForPublicOnesThatPlay_andOncePerMoment() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        assertThat(videos()).isEqualTo(1);
        AssetQuery query = Objects.requireNonNull(server.assets.lastQuery);
        assertThat(query.status()).isEqualTo(AssetStatus.READY);
        assertThat(query.visibility()).isEqualTo(Visibility.PUBLIC);

        server.assets.add(FakeAssets.ready(AssetId.random(), FakeAssets.OWNER, Visibility.PUBLIC));
        assertThat(videos()).isEqualTo(1);
        server.clock.advance(Duration.ofSeconds(2));
        assertThat(videos()).isEqualTo(2);
    }

    @Test
    void uploadPage_hasThePoliciesOfAllPages() throws Exception {
        HttpResponse<String> page = server.get("/upload");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.body()).contains("vendor/tus.min.js").doesNotContainPattern("<script(?![^>]* src=)");
    }

    private int videos() throws Exception {
        return new JsonObject(server.get(VIDEOS).body()).getJsonArray("videos").size();
    }

    private JsonObject one(String query) throws Exception {
        HttpResponse<String> answer = server.get(VIDEOS + "/" + id + query);
        assertThat(answer.statusCode()).isEqualTo(200);
        return new JsonObject(answer.body());
    }
}
