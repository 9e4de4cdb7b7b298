package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.identity.RequestLimiter;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Health, metrics, request ids and pages. */
class OperationsTest {
    private static final String LIVE = "/api/v1/live-streaming";
    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");

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
    void readiness_oneCheckFails_gives503WithItsReason() throws Exception {
        assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
        server.failingChecks.add("s3");
        server.clock.advance(Duration.ofSeconds(1));
        HttpResponse<String> response = server.get("/readyz");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(response.body())).isEqualTo(new JsonObject("""
                {"status": "not_ready", "checks": {"database": {"status": "ok"},
                 "s3": {"status": "failed", "reason": "s3 is away"}}}"""));
        assertThat(server.get("/healthz").body()).isEqualTo("ok\n");
        server.failingChecks.clear();
        server.clock.advance(Duration.ofSeconds(1));
        assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void metrics_ofALiveStream_haveItsGaugesAndRouteTemplates() throws Exception {
        String id = createLive("A");
        server.getKeyed(LIVE + "/" + id);
        server.get("/no/such/" + id);
        RawClient.request(server.server.port(), "BREW", "/healthz");
        HttpResponse<String> response = server.get("/metrics");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(response.body())
                .contains("sluice_streams_live 1.0")
                .contains("sluice_stream_bitrate_bps{stream=\"" + id + "\"} 2800000.0")
                .contains("sluice_stream_viewers{stream=\"" + id + "\"} 0.0")
                .contains("route=\"/api/v1/live-streaming/{stream_id}\",status=\"200\"")
                .contains("route=\"unmatched\",status=\"404\"")
                .contains("method=\"other\",route=\"/healthz\",status=\"405\"")
                .doesNotContain("route=\"/api/v1/live-streaming/" + id)
                .doesNotContain("BREW");
    }

    @Test
    void metrics_ofTheApi_nameRefusalsSocketsAndAHistogramPerRoute() throws Exception {
        server.limiter = (who, tier, cost) -> new RequestLimiter.Verdict(false, 60, 0, ServerUnderTest.NOW, 30);
        assertThat(server.getKeyed(LIVE).statusCode()).isEqualTo(429);
        try (SocketClient socket = server.socket("")) {
            socket.send("{\"type\":\"ping\"}");
            socket.next("pong");
            assertThat(server.get("/metrics").body())
                    .contains("sluice_limits_refused_total{tier=\"enterprise\"} 1.0")
                    .contains("sluice_limits_refused_total{tier=\"free\"} 0.0")
                    .contains("sluice_websocket_clients 1.0")
                    .contains("sluice_http_requests_seconds_bucket{method=\"GET\",route=\"" + LIVE
                            + "\",status=\"429\",le=\"0.025\"}");
        }
    }

    @Test
    void metrics_ofManyUnknownPathsAndMethods_areFewSeries() throws Exception {
        for (int i = 0; i < 50; i++) {
            server.get("/unknown/" + i + "?x=" + i);
            RawClient.request(server.server.port(), "M" + i, "/unknown");
        }
        long series = server.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("sluice_http_requests_seconds_count"))
                .count();
        assertThat(series).isEqualTo(2);
    }

    @Test
    void health_ofEachState_isTold() throws Exception {
        assertThat(new JsonObject(server.get("/api/v1/health").body())).isEqualTo(new JsonObject("""
                        {"status": "healthy", "timestamp": "2025-10-01T12:00:00Z"}"""));
        HttpResponse<String> healthy = server.get("/api/v1/health/detailed");
        assertThat(healthy.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(healthy.body()).fieldNames())
                .containsExactly("status", "timestamp", "database", "s3");
        assertThat(new JsonObject(healthy.body()).getJsonObject("s3").getLong("response_time_ms"))
                .isNotNegative();
        server.failingChecks.add("s3");
        server.clock.advance(Duration.ofSeconds(1));
        HttpResponse<String> broken = server.get("/api/v1/health/detailed");
        assertThat(broken.statusCode()).isEqualTo(503);
        JsonObject body = new JsonObject(broken.body());
        assertThat(body.getString("status")).isEqualTo("unhealthy");
        assertThat(body.getJsonObject("s3").getString("status")).isEqualTo("unhealthy");
        assertThat(body.getJsonObject("database").getString("status")).isEqualTo("healthy");
        assertThat(broken.body()).doesNotContain("away");
        assertThat(server.get("/api/v1/health").statusCode()).isEqualTo(503);
    }

    @Test
    void metrics_withoutDatabase_areStillGiven() throws Exception {
        String id = createLive("A");
        assertThat(server.get("/metrics").body()).contains("sluice_streams_live 1.0");
        server.streams.databaseLost = true;
        server.clock.advance(Duration.ofSeconds(2));
        HttpResponse<String> response = server.get("/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("sluice_streams_live NaN", "sluice_http_requests_seconds_count")
                .doesNotContain("stream=\"" + id);
    }

    @Test
    void requestId_plainOrNot_isEchoedOrReplaced() throws Exception {
        HttpResponse<String> kept = server.get("/unknown", "X-Request-Id", "abc-1");
        assertThat(kept.headers().firstValue("X-Request-Id")).hasValue("abc-1");
        HttpResponse<String> replaced = server.get("/unknown", "X-Request-Id", "a b\"<");
        assertThat(replaced.headers().firstValue("X-Request-Id").orElseThrow()).matches("req_[0-9a-f]{12}");
    }

    @Test
    void pages_all_haveSecurityHeadersAndOnlyImmutableAssets() throws Exception {
        for (String path : new String[] {"/", "/upload", "/watch/" + StreamId.random()}) {
            HttpResponse<String> page = server.get(path);
            assertThat(page.statusCode()).isEqualTo(200);
            assertHeader(page, "Content-Type", "text/html; charset=utf-8");
            assertHeader(page, "X-Content-Type-Options", "nosniff");
            assertHeader(page, "X-Frame-Options", "DENY");
            assertHeader(page, "Referrer-Policy", "same-origin");
            assertHeader(page, "Cache-Control", "no-cache");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(page.body()).doesNotContain("{{").doesNotContainPattern("<script(?![^>]* src=)");
            Matcher assets = ASSET.matcher(page.body());
            int found = 0;
            while (assets.find()) {
                HttpResponse<String> asset = server.get(assets.group(1));
                assertThat(asset.statusCode()).as(assets.group(1)).isEqualTo(200);
                assertHeader(asset, "Cache-Control", "public, max-age=31536000, immutable");
                assertHeader(asset, "X-Content-Type-Options", "nosniff");
                found++;
            }
            assertThat(found).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void asset_gzipTakenOrRefused_isPackedOrNot() throws Exception {
        Matcher asset = ASSET.matcher(server.get("/").body());
        assertThat(asset.find()).isTrue();
        HttpResponse<byte[]> packed = server.bytes("GET", asset.group(1), "Accept-Encoding", "gzip");
        HttpResponse<byte[]> plain = server.bytes("GET", asset.group(1), "Accept-Encoding", "gzip;q=0");
        assertHeader(packed, "Content-Encoding", "gzip");
        assertHeader(packed, "Vary", "Accept-Encoding");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        HttpResponse<String> old = server.get("/assets/000000000000/app.css");
        assertThat(old.statusCode()).isEqualTo(404);
        assertHeader(old, "Cache-Control", "no-store");
    }

    @Test
    void scripts_ofThePages_neverMakeHtmlOfText() throws Exception {
        String page = server.get("/").body();
        Matcher asset = ASSET.matcher(page);
        assertThat(asset.find()).isTrue();
        String folder = asset.group(1).substring(0, asset.group(1).lastIndexOf('/') + 1);
        for (String script : new String[] {
            "streams.js",
            "watch.js",
            "live.js",
            "video.js",
            "stage.js",
            "storyboard.js",
            "players.js",
            "chat.js",
            "dom.js",
            "job.js",
            "signin.js",
            "session.js",
            "upload.js",
            "transfer.js"
        }) {
            assertThat(server.get(folder + script).body())
                    .as(script)
                    .isNotEmpty()
                    .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
        }
    }

    @Test
    void figures_ofPublicStreams_areJsonWithoutSecrets() throws Exception {
        String title = "<script>alert(1)</script>";
        String id = createLive(title);
        server.postKeyed(LIVE + "/create", "{\"title\": \"Hidden\", \"visibility\": \"unlisted\"}");
        HttpResponse<String> list = server.get("/pages/streams");
        assertHeader(list, "Content-Type", "application/json");
        assertHeader(list, "X-Content-Type-Options", "nosniff");
        assertThat(new JsonObject(list.body())
                        .getJsonArray("live")
                        .getJsonObject(0)
                        .getString("title"))
                .isEqualTo(title);
        String one = server.get("/pages/streams/" + id).body();
        assertThat(list.body() + one)
                .doesNotContain("Hidden", FakeStreams.STREAM_KEY, "192.0.2.7", "encoder/1.0", "remote_address");
    }

    private String createLive(String title) throws Exception {
        String body = new JsonObject().put("title", title).encode();
        String id = new JsonObject(server.postKeyed(LIVE + "/create", body).body()).getString("id");
        server.postKeyed(LIVE + "/" + id + "/start", "");
        server.streams.figures.put(StreamId.parse(id), SampleFigures.LIVE_720P);
        return id;
    }

    private static void assertHeader(HttpResponse<?> response, String name, String value) {
        assertThat(response.headers().allValues(name)).containsExactly(value);
    }
}
