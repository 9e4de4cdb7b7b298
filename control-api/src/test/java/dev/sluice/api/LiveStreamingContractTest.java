package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.PackagedObject.Kind;
import dev.sluice.engine.port.StreamQuery;
import dev.sluice.engine.port.Visibility;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every example of the platform contract's live-streaming section: status, every field, every type. */
class LiveStreamingContractTest {
    private static final String LIVE = "/api/v1/live-streaming";

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
    void create_documentsExample_gives201WithEveryField() throws Exception {
        HttpResponse<String> response = server.postKeyed(LIVE + "/create", """
                {"title": "Live Coding Session", "description": "Building a web app",
                 "scheduled_start": "2025-10-01T15:00:00Z", "visibility": "public"}""");
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonObject body = new JsonObject(response.body());
        String id = StreamId.parse(body.getString("id")).toString();
        String base = "http://127.0.0.1:" + server.server.port();
        assertThat(body.getMap())
                .hasSize(20)
                .containsEntry("title", "Live Coding Session")
                .containsEntry("stream_key", "live_sk_abc123def456")
                .containsEntry("rtmp_url", "rtmp://127.0.0.1/live")
                .containsEntry("hls_url", base + "/live/" + id + "/master.m3u8")
                .containsEntry("dash_url", base + "/live/" + id + "/manifest.mpd")
                .containsEntry("webrtc_url", base + "/whep/" + id)
                .containsEntry("watch_url", base + "/watch/" + id)
                .containsEntry("status", "scheduled")
                .containsEntry("created_at", "2025-10-01T12:00:00Z");
    }

    @Test
    void start_scheduledStream_givesLive() throws Exception {
        String id = create();
        HttpResponse<String> response = server.postKeyed(LIVE + "/" + id + "/start", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()).getMap())
                .hasSize(4)
                .containsEntry("id", id)
                .containsEntry("status", "live")
                .containsEntry("started_at", "2025-10-01T15:00:00Z")
                .containsEntry("viewer_count", 0);
    }

    @Test
    void stop_liveStream_givesEndedWithItsTotals() throws Exception {
        String id = create();
        server.postKeyed(LIVE + "/" + id + "/start", "");
        HttpResponse<String> response = server.postKeyed(LIVE + "/" + id + "/stop", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()).getMap())
                .hasSize(6)
                .containsEntry("id", id)
                .containsEntry("status", "ended")
                .containsEntry("ended_at", "2025-10-01T16:00:00Z")
                .containsEntry("duration", 3600)
                .containsEntry("peak_viewers", 150)
                .containsEntry("total_views", 500);
    }

    @Test
    void get_liveStream_givesEveryField() throws Exception {
        String id = create();
        server.postKeyed(LIVE + "/" + id + "/start", "");
        server.viewers.onMediaRequest(StreamId.parse(id), "192.0.2.1", "player");
        HttpResponse<String> response = server.getKeyed(LIVE + "/" + id);
        assertThat(response.statusCode()).isEqualTo(200);
        String base = "http://127.0.0.1:" + server.server.port();
        assertThat(new JsonObject(response.body()).getMap())
                .hasSize(20)
                .containsEntry("id", id)
                .containsEntry("title", "Live Coding Session")
                .containsEntry("status", "live")
                .containsEntry("viewer_count", 1)
                .containsEntry("hls_url", base + "/live/" + id + "/master.m3u8")
                .containsEntry("dash_url", base + "/live/" + id + "/manifest.mpd")
                .containsEntry("watch_url", base + "/watch/" + id)
                .containsEntry("chat_enabled", true)
                .containsEntry("started_at", "2025-10-01T15:00:00Z");
    }

    @Test
    void list_byStatusAndPage_givesDataAndPagination() throws Exception {
        String first = create();
        create();
        server.postKeyed(LIVE + "/" + first + "/start", "");
        HttpResponse<String> response = server.getKeyed(LIVE + "?status=live&page=1&limit=5");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject body = new JsonObject(response.body());
        assertThat(body.getMap()).containsOnlyKeys("data", "pagination");
        assertThat(body.getJsonObject("pagination"))
                .isEqualTo(new JsonObject()
                        .put("page", 1)
                        .put("limit", 5)
                        .put("total", 1)
                        .put("has_next", false));
        JsonArray data = body.getJsonArray("data");
        assertThat(data).hasSize(1);
        assertThat(data.getJsonObject(0).getMap())
                .hasSize(19)
                .containsEntry("id", first)
                .containsEntry("title", "Live Coding Session")
                .containsEntry("status", "live")
                .containsEntry("viewer_count", 0)
                .containsKey("thumbnail_url");
        assertThat(lastQuery().limit()).isEqualTo(5);
    }

    @Test
    void list_withoutParameters_usesDefaults() throws Exception {
        assertThat(server.getKeyed(LIVE).statusCode()).isEqualTo(200);
        assertThat(lastQuery().page()).isEqualTo(1);
        assertThat(lastQuery().limit()).isEqualTo(20);
    }

    private StreamQuery lastQuery() {
        return Objects.requireNonNull(server.streams.lastQuery);
    }

    @Test
    void list_withFilters_asksForThem() throws Exception {
        assertThat(server.getKeyed(LIVE + "?visibility=unlisted&owner=account:1&metadata.room=12&metadata%5Bfloor%5D=3")
                        .statusCode())
                .isEqualTo(200);
        assertThat(lastQuery().visibility()).isEqualTo(Visibility.UNLISTED);
        assertThat(lastQuery().ownerId()).isEqualTo("account:1");
        assertThat(lastQuery().metadata()).isEqualTo(Map.of("room", "12", "floor", "3"));
    }

    @Test
    void analytics_endedStream_givesWhatWasMeasured() throws Exception {
        String id = create();
        server.postKeyed(LIVE + "/" + id + "/start", "");
        server.postKeyed(LIVE + "/" + id + "/stop", "");
        server.chat.messages = 350;
        server.chat.participants = 425;
        HttpResponse<String> response = server.getKeyed(LIVE + "/" + id + "/analytics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body())).isEqualTo(new JsonObject("""
                {"stream_id": "%s", "total_views": 500, "peak_viewers": 150, "average_watch_time": 1200,
                 "engagement_rate": 0.85, "chat_messages": 350,
                 "viewer_retention": [{"time": 0, "viewers": 100}, {"time": 60, "viewers": 120}]}""".formatted(id)));
    }

    @Test
    void patch_someFields_changesThoseAndTheVersion() throws Exception {
        String id = create();
        String path = LIVE + "/" + id;
        HttpResponse<String> got = server.getKeyed(path);
        String etag = got.headers().firstValue("ETag").orElseThrow();
        String patch = "{\"title\": \"New\", \"description\": null, \"metadata\": {\"room\": 12}}";
        HttpResponse<String> changed = patch(path, patch, etag);
        assertThat(changed.statusCode()).isEqualTo(200);
        JsonObject body = new JsonObject(changed.body());
        assertThat(body.getString("title")).isEqualTo("New");
        assertThat(body.getValue("description")).isNull();
        assertThat(body.getString("visibility")).isEqualTo("public");
        assertThat(body.getJsonObject("metadata")).isEqualTo(new JsonObject().put("room", 12));
        assertThat(changed.headers().firstValue("ETag")).isPresent().isNotEqualTo(Optional.of(etag));
        assertThat(patch(path, patch, etag).statusCode()).isEqualTo(412);
        assertThat(patch(path, patch, "\"other\"").statusCode()).isEqualTo(412);
        assertThat(patch(path, patch, "*").statusCode()).isEqualTo(200);
        assertThat(patch(path, "{\"status\": \"live\"}", "*").statusCode()).isEqualTo(422);
        assertThat(patch(path, "{\"title\": null}", "*").statusCode()).isEqualTo(422);
    }

    private HttpResponse<String> patch(String path, String json, String etag) throws Exception {
        return server.send(
                "PATCH",
                path,
                json,
                "X-API-Key",
                ServerUnderTest.API_KEY,
                "Content-Type",
                "application/json",
                "If-Match",
                etag);
    }

    @Test
    void delete_scheduledStream_givesNoContentAndIsGone() throws Exception {
        String path = LIVE + "/" + create();
        HttpResponse<String> deleted = server.send("DELETE", path, null, "X-API-Key", ServerUnderTest.API_KEY);
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(server.getKeyed(path).statusCode()).isEqualTo(404);
    }

    @Test
    void rotate_streamKey_givesANewOne() throws Exception {
        String id = create();
        HttpResponse<String> response = server.postKeyed(LIVE + "/" + id + "/stream-key:rotate", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()).getMap())
                .hasSize(3)
                .containsEntry("id", id)
                .containsEntry("stream_key", FakeStreams.ROTATED_KEY);
    }

    @Test
    void privateStream_playsWithItsPassOnlyAndUntilItExpires() throws Exception {
        String id = new JsonObject(server.postKeyed(LIVE + "/create", """
                {"title": "Secret", "visibility": "private"}""").body()).getString("id");
        server.edge.put(StreamId.parse(id), "master.m3u8", Kind.HLS_PLAYLIST, 1, new byte[8]);
        JsonObject pass = new JsonObject(server.postKeyed(LIVE + "/" + id + "/playback-passes", "{\"expires_in\": 60}")
                .body());
        String path = URI.create(pass.getString("hls_url")).getRawPath();

        HttpResponse<String> played = server.get(path);
        assertThat(played.statusCode()).isEqualTo(200);
        assertThat(played.headers().firstValue("Cache-Control")).hasValue("private, max-age=1");
        assertThat(server.get("/live/" + id + "/master.m3u8").statusCode()).isEqualTo(404);
        assertThat(server.get("/live/" + id + "/~" + "A".repeat(32) + "/master.m3u8")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.get("/pages/streams/" + id).statusCode()).isEqualTo(404);
        assertThat(server.get("/pages/streams/" + id + "?pass=" + pass.getString("token"))
                        .statusCode())
                .isEqualTo(200);
        server.clock.advance(Duration.ofSeconds(60));
        assertThat(server.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void thumbnailUrl_isNullUntilThereIsOne() throws Exception {
        String id = create();
        assertThat(get(id).getMap()).containsEntry("thumbnail_url", null);

        server.streams.giveThumbnail(StreamId.parse(id));

        JsonObject stream = get(id);
        assertThat(stream.getString("thumbnail_url"))
                .isEqualTo(stream.getString("hls_url").replace("master.m3u8", "thumb.jpg"));
        JsonObject listed = new JsonObject(server.getKeyed(LIVE).body())
                .getJsonArray("data")
                .getJsonObject(0);
        assertThat(listed.getString("thumbnail_url")).isEqualTo(stream.getString("thumbnail_url"));
    }

    @Test
    void thumbnailUrl_privateStream_carriesAPass() throws Exception {
        String id = new JsonObject(server.postKeyed(LIVE + "/create", """
                {"title": "Secret", "visibility": "private"}""").body()).getString("id");
        server.edge.put(StreamId.parse(id), "thumb.jpg", Kind.THUMBNAIL, 1, new byte[8]);
        server.streams.giveThumbnail(StreamId.parse(id));

        JsonObject stream = get(id);
        String path = URI.create(stream.getString("thumbnail_url")).getRawPath();

        assertThat(stream.getString("thumbnail_url"))
                .isEqualTo(stream.getString("hls_url").replace("master.m3u8", "thumb.jpg"));
        HttpResponse<String> shown = server.get(path);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.headers().firstValue("Cache-Control")).hasValue("private, max-age=5");
        assertThat(server.get("/live/" + id + "/thumb.jpg").statusCode()).isEqualTo(404);
    }

    private JsonObject get(String id) throws Exception {
        return new JsonObject(server.getKeyed(LIVE + "/" + id).body());
    }

    @Test
    void stats_streamThatNobodyPublishes_hasTheFullShape() throws Exception {
        String id = create();
        HttpResponse<String> response = server.getKeyed(LIVE + "/" + id + "/stats");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject body = new JsonObject(response.body());
        assertThat(body.getMap()).hasSize(23);
        assertThat(body.getString("status")).isEqualTo("scheduled");
        assertThat(body.getValue("state")).isNull();
        assertThat(body.getJsonArray("renditions")).isEmpty();
    }

    @Test
    void stats_liveStream_givesFiguresInSnakeCase() throws Exception {
        String id = create();
        server.streams.figures.put(StreamId.parse(id), SampleFigures.LIVE_720P);
        JsonObject body =
                new JsonObject(server.getKeyed(LIVE + "/" + id + "/stats").body());
        assertThat(body.getString("state")).isEqualTo("live");
        assertThat(body.getString("live_since")).isEqualTo("2025-10-01T15:00:00.789Z");
        assertThat(body.getJsonObject("source").getString("remote_address")).isEqualTo("192.0.2.7:50000");
        assertThat(body.getJsonArray("tracks").getJsonObject(0).getInteger("height"))
                .isEqualTo(720);
        assertThat(body.getJsonArray("renditions").getJsonObject(0).getMap())
                .containsOnlyKeys("name", "width", "height", "bitrate_bps", "encoder");
        assertThat(body.getJsonArray("subscribers").getJsonObject(0).getMap())
                .containsOnlyKeys("name", "queued_samples", "dropped_samples");
        assertThat(body.getDouble("frames_per_second")).isEqualTo(29.97);
        assertThat(body.getLong("store_failures")).isEqualTo(2);
    }

    @Test
    void health_always_isTheDocumentsBody() throws Exception {
        HttpResponse<String> response = server.get("/api/v1/health");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()))
                .isEqualTo(new JsonObject().put("status", "healthy").put("timestamp", "2025-10-01T12:00:00Z"));
    }

    @Test
    void time_always_isAnXsDateTime() throws Exception {
        HttpResponse<String> response = server.get("/api/v1/time");
        assertThat(Instant.parse(response.body())).isEqualTo(ServerUnderTest.NOW);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    }

    private String create() throws Exception {
        HttpResponse<String> response = server.postKeyed(LIVE + "/create", "{\"title\": \"Live Coding Session\"}");
        assertThat(response.statusCode()).isEqualTo(201);
        return new JsonObject(response.body()).getString("id");
    }
}
