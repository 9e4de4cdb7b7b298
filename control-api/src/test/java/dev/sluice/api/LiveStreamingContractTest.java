package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
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
                .hasSize(10)
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
                .hasSize(9)
                .containsEntry("id", id)
                .containsEntry("title", "Live Coding Session")
                .containsEntry("status", "live")
                .containsEntry("viewer_count", 1)
                .containsEntry("hls_url", base + "/live/" + id + "/master.m3u8")
                .containsEntry("dash_url", base + "/live/" + id + "/manifest.mpd")
                .containsEntry("watch_url", base + "/watch/" + id)
                .containsEntry("chat_enabled", false)
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
                .isEqualTo(new JsonObject().put("page", 1).put("total", 1));
        JsonArray data = body.getJsonArray("data");
        assertThat(data).hasSize(1);
        assertThat(data.getJsonObject(0).getMap())
                .hasSize(5)
                .containsEntry("id", first)
                .containsEntry("title", "Live Coding Session")
                .containsEntry("status", "live")
                .containsEntry("viewer_count", 0)
                .containsEntry("thumbnail_url", null);
        assertThat(server.streams.lastLimit).isEqualTo(5);
    }

    @Test
    void list_withoutParameters_usesDefaults() throws Exception {
        assertThat(server.getKeyed(LIVE).statusCode()).isEqualTo(200);
        assertThat(server.streams.lastPage).isEqualTo(1);
        assertThat(server.streams.lastLimit).isEqualTo(20);
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
