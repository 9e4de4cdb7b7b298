package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.asset.AssetQuery;
import dev.sluice.engine.asset.AssetStatus;
import dev.sluice.engine.port.Owner;
import dev.sluice.engine.port.Visibility;
import dev.sluice.identity.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every example of the platform contract's videos section but uploads: status, every field, every type. */
class VideosContractTest {
    private static final String VIDEOS = "/api/v1/videos";
    private static final String JSON = "application/json";

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
    void details_readyVideo_haveEveryFieldOfTheDocument() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        HttpResponse<String> response = server.getKeyed(VIDEOS + "/" + id);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("ETag")).hasValue("\"v1\"");
        JsonObject body = new JsonObject(response.body());
        String vod = "http://127.0.0.1:" + server.server.port() + "/vod/" + id + "/";
        assertThat(body.getMap())
                .containsEntry("id", id.toString())
                .containsEntry("title", "My Video Title")
                .containsEntry("description", "Video description")
                .containsEntry("status", "ready")
                .containsEntry("duration", 120)
                .containsEntry("views_count", 0)
                .containsEntry("likes_count", 0)
                .containsEntry("video_url", vod + "master.m3u8")
                .containsEntry("thumbnail_url", vod + "poster-1.jpg")
                .containsEntry("created_at", "2025-10-01T12:00:00Z");
        assertThat(body.getJsonObject("author").getMap()).isEqualTo(Map.of("id", "somebody", "username", "somebody"));
        assertThat(body.getJsonArray("resolutions")).isEqualTo(JsonArray.of("720p", "1080p"));
        assertThat(body.getJsonObject("source").getString("container")).isEqualTo("mp4");
    }

    @Test
    void details_ofAnothersVideo_doNotTellWhatIsInTheFile() throws Exception {
        server.person("default", "ann", Role.BROADCASTER);
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        HttpResponse<String> response = server.get(VIDEOS + "/" + id, "X-API-Key", "ann-key");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()).getValue("source")).isNull();
    }

    @Test
    void stream_readyVideo_hasManifestAndFormatsBestFirst() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        HttpResponse<String> response = server.getKeyed(VIDEOS + "/" + id + "/stream");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject body = new JsonObject(response.body());
        String vod = "http://127.0.0.1:" + server.server.port() + "/vod/" + id + "/";
        assertThat(body.getString("manifest_url")).isEqualTo(vod + "master.m3u8");
        JsonObject best = body.getJsonArray("formats").getJsonObject(0);
        assertThat(best.getString("resolution")).isEqualTo("1080p");
        assertThat(best.getInteger("bitrate")).isEqualTo(5_000_000);
        assertThat(best.getString("url")).isEqualTo(vod + "film/1080p-1.mp4");
        assertThat(best.getString("video_only_url")).isEqualTo(vod + "1080p-1.mp4");
        assertThat(body.getJsonArray("formats")).hasSize(2);
        assertThat(body.getJsonArray("audio").getJsonObject(0).getString("language"))
                .isEqualTo("en");
    }

    @Test
    void stream_privateVideo_carriesAPassThatOpensIt() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PRIVATE));
        JsonObject body =
                new JsonObject(server.getKeyed(VIDEOS + "/" + id + "/stream").body());
        assertThat(body.getString("manifest_url")).contains("/vod/" + id + "/~");
    }

    @Test
    void details_privateVideoStillProcessing_haveAWatchUrlWithAPassForWhoeverMaySeeThem() throws Exception {
        server.assets.add(FakeAssets.processing(id, FakeAssets.OWNER, Visibility.PRIVATE));

        assertThat(details().getString("watch_url")).contains("/watch/" + id + "?pass=");
        assertThat(server.get(VIDEOS + "/" + id).statusCode()).isNotEqualTo(200);
    }

    @Test
    void stream_videoStillProcessing_isAConflictThatSaysSo() throws Exception {
        server.assets.add(FakeAssets.processing(id, FakeAssets.OWNER));
        HttpResponse<String> response = server.getKeyed(VIDEOS + "/" + id + "/stream");
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("video_not_ready").contains("still being processed");
    }

    @Test
    void details_failedVideo_sayWhy() throws Exception {
        server.assets.add(FakeAssets.failed(id, FakeAssets.OWNER));
        JsonObject body = new JsonObject(server.getKeyed(VIDEOS + "/" + id).body());
        assertThat(body.getString("status")).isEqualTo("failed");
        assertThat(body.getJsonObject("error").getString("code")).isEqualTo("not_media");
        assertThat(body.getValue("video_url")).isNull();
    }

    @Test
    void like_twiceByOne_countsOnce() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        assertThat(server.postKeyed(VIDEOS + "/" + id + "/like", "").statusCode())
                .isEqualTo(204);
        assertThat(server.postKeyed(VIDEOS + "/" + id + "/like", "").statusCode())
                .isEqualTo(204);
        assertThat(details().getInteger("likes_count")).isEqualTo(1);
    }

    @Test
    void view_documentsExample_countsViewAndTime() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        HttpResponse<String> response =
                server.postKeyed(VIDEOS + "/" + id + "/view", "{\"watch_time\": 45, \"completed\": false}");
        assertThat(response.statusCode()).isEqualTo(204);
        JsonObject body = details();
        assertThat(body.getInteger("views_count")).isEqualTo(1);
        assertThat(body.getInteger("watch_time")).isEqualTo(45);
        assertThat(body.getInteger("completions")).isZero();
    }

    @Test
    void list_withFilters_asksForThem() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        HttpResponse<String> response =
                server.getKeyed(VIDEOS + "?status=ready&visibility=public&tag=tech&q=my%20video&limit=5");
        assertThat(response.statusCode()).isEqualTo(200);
        AssetQuery asked = Objects.requireNonNull(server.assets.lastQuery);
        assertThat(asked.status()).isEqualTo(AssetStatus.READY);
        assertThat(asked.visibility()).isEqualTo(Visibility.PUBLIC);
        assertThat(asked.tag()).isEqualTo("tech");
        assertThat(asked.search()).isEqualTo("my video");
        assertThat(asked.limit()).isEqualTo(5);
        JsonObject body = new JsonObject(response.body());
        assertThat(body.getJsonArray("data")).hasSize(1);
        assertThat(body.getJsonObject("pagination").getInteger("total")).isEqualTo(1);
    }

    @Test
    void patch_titleAndTags_changesThemAndNothingElse() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        HttpResponse<String> response = server.send(
                "PATCH",
                VIDEOS + "/" + id,
                "{\"title\": \"New\", \"tags\": [\"a\", \"b\"]}",
                "X-API-Key",
                ServerUnderTest.API_KEY,
                "Content-Type",
                JSON);
        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject body = new JsonObject(response.body());
        assertThat(body.getString("title")).isEqualTo("New");
        assertThat(body.getJsonArray("tags")).isEqualTo(JsonArray.of("a", "b"));
        assertThat(body.getString("description")).isEqualTo("Video description");
    }

    @Test
    void delete_ofAnothersPublicVideo_isForbiddenAndOfOnesOwnDeletes() throws Exception {
        server.person("default", "ann", Role.BROADCASTER);
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        AssetId hers = AssetId.random();
        server.assets.add(FakeAssets.ready(hers, new Owner("default", "account:ann-id"), Visibility.PUBLIC));
        assertThat(server.send("DELETE", VIDEOS + "/" + id, null, "X-API-Key", "ann-key")
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.send("DELETE", VIDEOS + "/" + hers, null, "X-API-Key", "ann-key")
                        .statusCode())
                .isEqualTo(204);
        assertThat(server.getKeyed(VIDEOS + "/" + hers).statusCode()).isEqualTo(404);
    }

    @Test
    void retry_failedVideo_processesItAgain() throws Exception {
        server.assets.add(FakeAssets.failed(id, FakeAssets.OWNER));
        HttpResponse<String> response = server.postKeyed(VIDEOS + "/" + id + "/retry", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()).getString("status")).isEqualTo("processing");
        assertThat(server.postKeyed(VIDEOS + "/" + id + "/retry", "").statusCode())
                .isEqualTo(409);
    }

    @Test
    void clip_ofAReadyVideo_isAVideoOfThatStretch() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        HttpResponse<String> response = server.postKeyed(
                VIDEOS + "/" + id + "/clips", "{\"start\": 10, \"end\": 25.5, \"title\": \"Best of\"}");
        assertThat(response.statusCode()).isEqualTo(201);
        JsonObject answer = new JsonObject(response.body());
        assertThat(answer.getString("status")).isEqualTo("processing");
        assertThat(answer.getJsonObject("clip"))
                .isEqualTo(new JsonObject()
                        .put("of", id.toString())
                        .put("start", 8)
                        .put("end", 28)
                        .put("exact", false));
        JsonObject origin = new JsonObject(Objects.requireNonNull(server.assets.lastOrigin));
        assertThat(origin.getString("clip_of")).isEqualTo(id.toString());
        assertThat(origin.getLong("start_us")).isEqualTo(10_000_000);
        assertThat(origin.getLong("end_us")).isEqualTo(25_500_000);
    }

    @Test
    void clip_thatShallBeExact_beginsAndEndsWhereItWasAskedFor() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        HttpResponse<String> response =
                server.postKeyed(VIDEOS + "/" + id + "/clips", "{\"start\": 10.04, \"end\": 500, \"exact\": true}");
        assertThat(response.statusCode()).isEqualTo(201);
        JsonObject clip = new JsonObject(response.body()).getJsonObject("clip");
        assertThat(clip.getDouble("start")).isEqualTo(10.04);
        assertThat(clip.getDouble("end")).isEqualTo(120);
        assertThat(new JsonObject(Objects.requireNonNull(server.assets.lastOrigin)).getBoolean("exact"))
                .isTrue();
    }

    @Test
    void clip_thatEndsBeforeItBeginsOrBeginsAfterTheEnd_isRefusedByField() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        HttpResponse<String> response =
                server.postKeyed(VIDEOS + "/" + id + "/clips", "{\"start\": 500, \"end\": 400}");
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("Must be after start").contains("before the end of the video");
    }

    @Test
    void job_ofARunningOne_tellsStepsPercentAndWorkers() throws Exception {
        server.assets.add(FakeAssets.processing(id, FakeAssets.OWNER));
        JsonObject body =
                new JsonObject(server.getKeyed(VIDEOS + "/" + id + "/job").body());
        assertThat(body.getString("status")).isEqualTo("running");
        assertThat(body.getDouble("progress")).isEqualTo(62.5);
        JsonObject piece = body.getJsonArray("steps").getJsonObject(1);
        assertThat(piece.getString("name")).isEqualTo("piece-0000");
        assertThat(piece.getString("worker")).isEqualTo("node-b");
        assertThat(piece.getDouble("progress")).isEqualTo(50);
    }

    @Test
    void file_ofAReadyVideo_comesFromTheStoreByRange() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PUBLIC));
        server.objects.putText("vod/" + id + "/1080p-1.mp4", "0123456789");
        HttpResponse<String> response = server.get("/vod/" + id + "/1080p-1.mp4", "Range", "bytes=2-4");
        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.body()).isEqualTo("234");
    }

    @Test
    void file_ofAPrivateOrUnreadyVideo_isNotFoundWithoutAPass() throws Exception {
        server.assets.add(FakeAssets.ready(id, FakeAssets.OWNER, Visibility.PRIVATE));
        server.objects.putText("vod/" + id + "/1080p-1.mp4", "0123456789");
        assertThat(server.get("/vod/" + id + "/1080p-1.mp4").statusCode()).isEqualTo(404);
        JsonObject stream =
                new JsonObject(server.getKeyed(VIDEOS + "/" + id + "/stream").body());
        String url = stream.getJsonArray("formats").getJsonObject(0).getString("video_only_url");
        String path = url.substring(url.indexOf("/vod/"));
        assertThat(server.get(path).statusCode()).isEqualTo(200);
    }

    private JsonObject details() throws Exception {
        return new JsonObject(server.getKeyed(VIDEOS + "/" + id).body());
    }
}
