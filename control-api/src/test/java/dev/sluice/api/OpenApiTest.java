package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.PackagedObject.Kind;
import dev.sluice.engine.port.Visibility;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code openapi.yaml} says what the server does: the same routes, answers of documented status and shape. */
class OpenApiTest {
    private static final String LIVE = "/api/v1/live-streaming";
    /** Those whose fakes can. */
    private static final Set<String> CAN_LOSE_DATABASE = Set.of(LIVE, "/api/v1/webhooks", "/api/v1/events");

    private static final String ONE = LIVE + "/{stream_id}";
    private static final String KEY = ServerUnderTest.API_KEY;
    private static final Set<String> OPEN_OPERATIONS = Set.of(
            "GET /api/v1/health",
            "GET /api/v1/health/detailed",
            "GET /api/v1/time",
            "GET /healthz",
            "GET /readyz",
            "GET /metrics",
            "GET /ws",
            "OPTIONS /api/v1/uploads/tus",
            "OPTIONS /api/v1/uploads/tus/{upload_id}",
            "GET /.well-known/jwks.json",
            "POST /api/v1/auth/register",
            "POST /api/v1/auth/login",
            "POST /api/v1/auth/refresh",
            "POST /api/v1/auth/logout");
    private static final Set<String> EDGE = Set.of("GET /live/{stream_id}/{path}", "OPTIONS /live/{stream_id}/{path}");

    private ServerUnderTest server;
    private OpenApiDocument document;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest();
        document = OpenApiDocument.fromClassPath();
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.blockedThreads).isEmpty();
    }

    @Test
    void document_served_isWholeAndHasNoDanglingReference() throws Exception {
        HttpResponse<String> response = server.get("/openapi.yaml");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/yaml; charset=utf-8");
        OpenApiDocument served = new OpenApiDocument(response.body());
        assertThat(served.version()).startsWith("3.1");
        assertThat(served.danglingReferences()).isEmpty();
        assertThat(served.operations()).isEqualTo(document.operations());
    }

    @Test
    void routes_ofTheServer_areTheDocumentedOnes() {
        Set<String> mounted = new TreeSet<>(EDGE);
        server.server.routes().forEach(route -> mounted.add(route.method() + " " + route.template()));
        assertThat(document.operations()).isEqualTo(mounted);
    }

    @Test
    void operations_all_haveUniqueIdsAndTheRightSecurity() {
        Set<String> ids = new TreeSet<>();
        for (String operation : document.operations()) {
            JsonObject described = document.operation(operation);
            assertThat(ids.add(described.getString("operationId")))
                    .as(operation)
                    .isTrue();
            boolean open = described.getJsonArray("tags").contains("pages")
                    || described.getJsonArray("tags").contains("playback")
                    || OPEN_OPERATIONS.contains(operation);
            assertThat(described.containsKey("security")).as(operation).isEqualTo(!open);
        }
    }

    @Test
    void keyedOperations_withoutKey_allGive401() throws Exception {
        for (String operation : document.operations()) {
            if (document.operation(operation).containsKey("security")) {
                check(operation, path(operation, StreamId.random().toString()), 401, null);
            }
        }
    }

    @Test
    void answers_ofAStreamsLife_areAsDocumented() throws Exception {
        String id = checkKeyed("POST " + LIVE + "/create", LIVE + "/create", 201, "{\"title\": \"A\"}")
                .getString("id");
        checkKeyed("GET " + ONE, one(id, ""), 200, null);
        checkKeyed("GET " + ONE + "/stats", one(id, "/stats"), 200, null);
        checkKeyed("PATCH " + ONE, one(id, ""), 200, "{\"title\": \"B\"}");
        checkKeyed("POST " + ONE + "/stream-key:rotate", one(id, "/stream-key:rotate"), 200, "");
        checkKeyed("POST " + ONE + "/playback-passes", one(id, "/playback-passes"), 201, "");
        checkKeyed("GET " + ONE + "/analytics", one(id, "/analytics"), 200, null);
        checkKeyed("POST " + ONE + "/stop", one(id, "/stop"), 409, "");
        checkKeyed("POST " + ONE + "/start", one(id, "/start"), 200, "");
        server.streams.figures.put(StreamId.parse(id), SampleFigures.LIVE_720P);
        checkKeyed("GET " + ONE + "/stats", one(id, "/stats"), 200, null);
        JsonObject list = checkKeyed("GET " + LIVE, LIVE + "?status=live", 200, null);
        assertThat(list.getJsonArray("data")).hasSize(1);
        check("GET /pages/streams/{stream_id}", "/pages/streams/" + id, 200, null);
        JsonObject page = check("GET /pages/streams", "/pages/streams", 200, null);
        assertThat(page.getJsonArray("live")).hasSize(1);
        checkKeyed("POST " + ONE + "/stop", one(id, "/stop"), 200, "");
        checkKeyed("GET " + ONE, one(id, ""), 200, null);
        checkKeyed("POST " + ONE + "/start", one(id, "/start"), 409, "");
        checkKeyed("DELETE " + ONE, one(id, ""), 204, null);
    }

    @Test
    void answers_ofAChat_areAsDocumented() throws Exception {
        String id = checkKeyed("POST " + LIVE + "/create", LIVE + "/create", 201, "{\"title\": \"A\"}")
                .getString("id");
        String chat = ONE + "/chat";
        String message = checkKeyed("POST " + chat, one(id, "/chat"), 201, "{\"message\": \" hi \"}")
                .getString("id");
        JsonObject list = checkKeyed("GET " + chat, one(id, "/chat"), 200, null);
        assertThat(list.getJsonArray("data").getJsonObject(0).getString("message"))
                .isEqualTo("hi");
        checkKeyed("GET " + chat, one(id, "/chat?before=1&after=1"), 400, null);
        checkKeyed("POST " + chat, one(id, "/chat"), 422, "{\"message\": \"a\\u0007\"}");
        checkKeyed("POST " + chat, one(id, "/chat"), 422, "{\"message\": \"a\", \"user\": \"x\"}");
        checkKeyed("POST " + chat + "/reactions", one(id, "/chat/reactions"), 204, "{\"emoji\": \"\uD83D\uDD25\"}");
        checkKeyed("POST " + chat + "/reactions", one(id, "/chat/reactions"), 422, "{\"emoji\": \"<b>\"}");
        String delete = "DELETE " + chat + "/{message_id}";
        checkKeyed(delete, one(id, "/chat/" + message), 204, null);
        checkKeyed(delete, one(id, "/chat/" + message), 404, null);
        checkKeyed("PUT " + chat + "/bans/{user_id}", one(id, "/chat/bans/bob"), 200, "{\"duration_seconds\": 60}");
        checkKeyed("GET " + chat + "/bans", one(id, "/chat/bans"), 200, null);
        checkKeyed("DELETE " + chat + "/bans/{user_id}", one(id, "/chat/bans/bob"), 204, null);
        checkKeyed("DELETE " + chat + "/bans/{user_id}", one(id, "/chat/bans/bob"), 404, null);
        checkKeyed("PUT " + chat + "/moderators/{user_id}", one(id, "/chat/moderators/bob"), 200, "");
        checkKeyed("GET " + chat + "/moderators", one(id, "/chat/moderators"), 200, null);
        checkKeyed("DELETE " + chat + "/moderators/{user_id}", one(id, "/chat/moderators/bob"), 204, null);
        checkKeyed("GET " + chat + "/settings", one(id, "/chat/settings"), 200, null);
        checkKeyed("PATCH " + chat + "/settings", one(id, "/chat/settings"), 200, "{\"enabled\": false}");
        checkKeyed("POST " + chat, one(id, "/chat"), 409, "{\"message\": \"hi\"}");
        checkKeyed("PATCH " + chat + "/settings", one(id, "/chat/settings"), 422, "{\"max_length\": 501}");
        for (int i = 0; i < 3; i++) {
            checkKeyed("POST " + chat, one(id, "/chat"), 409, "{\"message\": \"hi\"}");
        }
        checkKeyed("POST " + chat, one(id, "/chat"), 429, "{\"message\": \"hi\"}");
        check("GET /ws", "/ws", 426, null);
    }

    @Test
    void refusals_ofEachKind_areAsDocumented() throws Exception {
        String create = "POST " + LIVE + "/create";
        checkKeyed(create, LIVE + "/create", 400, "{");
        checkKeyed(create, LIVE + "/create", 422, "{}");
        checkKeyed(create, LIVE + "/create", 413, " ".repeat((int) ApiRouter.BODY_LIMIT_BYTES + 1));
        check(create, LIVE + "/create", 415, "{}", "X-API-Key", KEY, "Content-Type", "text/plain");
        checkKeyed("GET " + LIVE, LIVE + "?page=0", 400, null);
        String unknown = StreamId.random().toString();
        checkKeyed("GET " + ONE, one(unknown, ""), 404, null);
        checkKeyed("GET " + ONE + "/stats", one(unknown, "/stats"), 404, null);
        checkKeyed("POST " + ONE + "/start", one(unknown, "/start"), 404, "");
        checkKeyed("POST " + ONE + "/stop", one(unknown, "/stop"), 404, "");
        check("GET /pages/streams/{stream_id}", "/pages/streams/" + unknown, 404, null);
        check("GET /pages/videos/{video_id}", "/pages/videos/" + unknown, 404, null);
        check("GET /live/{stream_id}/{path}", "/live/" + unknown + "/master.m3u8", 404, null);
        check("GET /assets/{version}/{file}", "/assets/0/app.css", 404, null);
        check("GET /assets/{version}/vendor/{file}", "/assets/0/vendor/hls.min.js", 404, null);
    }

    @Test
    void answers_withoutDatabaseAndStore_areAsDocumented() throws Exception {
        server.streams.databaseLost = true;
        server.webhooks.databaseLost = true;
        server.objects.lost = true;
        server.sockets.signals.lost = true;
        server.failingChecks.add("database");
        for (String operation : document.operations()) {
            if (document.operation(operation).containsKey("security")
                    && CAN_LOSE_DATABASE.stream().anyMatch(operation::contains)) {
                checkKeyed(operation, path(operation, StreamId.random().toString()), 503, LeastBody.of(operation));
            }
        }
        String id = StreamId.random().toString();
        check("GET /pages/streams", "/pages/streams", 503, null);
        server.assets.databaseLost = true;
        check("GET /pages/videos", "/pages/videos", 503, null);
        check("GET /pages/videos/{video_id}", "/pages/videos/" + id, 503, null);
        check("GET /pages/streams/{stream_id}", "/pages/streams/" + id, 503, null);
        check("GET /live/{stream_id}/{path}", "/live/" + id + "/master.m3u8", 503, null);
        check("GET /readyz", "/readyz", 503, null);
    }

    @Test
    void openAnswers_all_areAsDocumented() throws Exception {
        check("GET /api/v1/health", "/api/v1/health", 200, null);
        check("GET /api/v1/time", "/api/v1/time", 200, null);
        check("GET /healthz", "/healthz", 200, null);
        check("GET /readyz", "/readyz", 200, null);
        check("GET /metrics", "/metrics", 200, null);
        check("GET /", "/", 200, null);
        check("GET /upload", "/upload", 200, null);
        AssetId video = AssetId.random();
        server.assets.add(FakeAssets.ready(video, FakeAssets.OWNER, Visibility.PUBLIC));
        check("GET /pages/videos", "/pages/videos", 200, null);
        check("GET /pages/videos/{video_id}", "/pages/videos/" + video, 200, null);
        check("GET /watch/{watch_id}", "/watch/" + StreamId.random(), 200, null);
        StreamId id = StreamId.random();
        server.streams.everyIdExists = true;
        server.edge.put(id, "720p/1.m4s", Kind.SEGMENT, /* version= */ 1, new byte[10]);
        String segment = "/live/" + id + "/720p/1.m4s";
        String get = "GET /live/{stream_id}/{path}";
        check(get, segment, 200, null);
        check(get, segment, 206, null, "Range", "bytes=0-1");
        check(get, segment, 304, null, "If-None-Match", "*");
        check(get, segment, 416, null, "Range", "bytes=10-");
        check("OPTIONS /live/{stream_id}/{path}", segment, 204, null);
    }

    @Test
    void schemaCheck_ofWrongValues_findsThem() {
        JsonObject response = document.response("GET " + LIVE, 200);
        assertThat(response).isNotNull();
        JsonObject schema = document.jsonSchema(Objects.requireNonNull(response));
        assertThat(schema).isNotNull();
        JsonObject wrong = new JsonObject()
                .put("data", new JsonArray().add(new JsonObject().put("id", "x").put("status", "away")))
                .put(
                        "pagination",
                        new JsonObject().put("page", "1").put("total", 1).put("extra", 1));
        assertThat(document.problems(Objects.requireNonNull(schema), wrong))
                .contains(
                        "$.data[0].id: x is not a uuid",
                        "$.data[0].title is missing",
                        "$.pagination.page: 1 is not [integer]",
                        "$.pagination.extra is not documented");
    }

    private JsonObject checkKeyed(String operation, String path, int status, @Nullable String body) throws Exception {
        return check(operation, path, status, body, "X-API-Key", KEY, "Content-Type", "application/json");
    }

    private JsonObject check(String operation, String path, int status, @Nullable String body, String... headers)
            throws Exception {
        String method = operation.substring(0, operation.indexOf(' '));
        HttpResponse<String> answer = server.send(method, path, body, headers);
        assertThat(answer.statusCode()).as(operation + " " + answer.body()).isEqualTo(status);
        JsonObject described = document.response(operation, status);
        assertThat(described).as("%s %d is documented", operation, status).isNotNull();
        JsonObject schema = document.jsonSchema(Objects.requireNonNull(described));
        if (schema == null) {
            return new JsonObject();
        }
        JsonObject json = new JsonObject(answer.body());
        assertThat(document.problems(schema, json)).as(operation).isEmpty();
        return json;
    }

    private static String one(String id, String rest) {
        return LIVE + "/" + id + rest;
    }

    private static String path(String operation, String id) {
        return operation
                .substring(operation.indexOf(' ') + 1)
                .replace("{user_id}", "somebody")
                .replace("{chunk_number}", "1")
                .replace("{language}", "en")
                .replaceAll("\\{[a-z]+_id}", id);
    }
}
