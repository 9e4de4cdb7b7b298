package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import dev.sluice.identity.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OWASP API list, tried on every operation of the document that it fits, so on new ones too. */
class DocumentedAttacksTest {
    private static final String LIVE = "/api/v1/live-streaming";
    private static final String STRANGER_KEY = "stranger-key";

    private ServerUnderTest server;
    private OpenApiDocument document;

    @BeforeEach
    void start() throws Exception {
        server = new ServerUnderTest();
        document = OpenApiDocument.fromClassPath();
        server.person("elsewhere", "stranger", Role.ADMIN);
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(server.blockedThreads).isEmpty();
    }

    @Test
    void secured_withoutOrWithWrongCredentials_give401() throws Exception {
        for (String operation : secured().toList()) {
            String path = path(operation, StreamId.random().toString());
            check(operation, send(operation, path, null), 401, "authentication_required");
            check(operation, send(operation, path, null, "X-API-Key", "wrong"), 401, "invalid_token");
            check(operation, send(operation, path, null, "Authorization", "Bearer wrong"), 401, "invalid_token");
            check(operation, send(operation, path, null, "Authorization", "Basic YTpi"), 401, "invalid_token");
            String unsigned = "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIiwicm9sZSI6ImFkbWluIn0.";
            check(operation, send(operation, path, null, "Authorization", unsigned), 401, "invalid_token");
        }
    }

    @Test
    void objects_ofAnotherTenant_are404ForEveryVerb() throws Exception {
        String stream = id(server.postKeyed(LIVE + "/create", "{\"title\": \"A\"}"));
        String webhook = id(server.postKeyed("/api/v1/webhooks", """
                {"url": "https://a.example/", "events": ["*"]}"""));
        String key = id(server.postKeyed("/api/v1/api-keys", "{\"name\": \"a\"}"));
        String upload = new JsonObject(server.postKeyed(
                                "/api/v1/videos/upload/initiate", LeastBody.of("POST /api/v1/videos/upload/initiate"))
                        .body())
                .getString("upload_id");
        for (String list : List.of(LIVE, "/api/v1/webhooks", "/api/v1/api-keys", "/api/v1/events", "/api/v1/audit")) {
            HttpResponse<String> answer = server.get(list, "X-API-Key", STRANGER_KEY);
            assertThat(answer.statusCode()).as(list).isEqualTo(200);
            assertThat(answer.body()).as(list).doesNotContain(stream, webhook, key);
        }
        int tried = 0;
        for (String operation : secured().filter(each -> each.contains("_id}")).toList()) {
            String path = path(operation, UUID.randomUUID().toString())
                    .replaceAll("(live-streaming/)[^/]+", "$1" + stream)
                    .replaceAll("(webhooks/)[^/:]+", "$1" + webhook)
                    .replaceAll("(api-keys/)[^/]+", "$1" + key)
                    .replaceAll("((videos/upload|uploads/tus)/)[^/]+", "$1" + upload);
            String body = LeastBody.of(operation);
            HttpResponse<String> answer =
                    send(operation, path, body, "X-API-Key", STRANGER_KEY, "Content-Type", "application/json");
            check(operation, answer, 404, "resource_not_found");
            tried++;
        }
        assertThat(tried).isGreaterThan(25);
    }

    @Test
    void bodies_thatAreWrong_areRefusedByKind() throws Exception {
        for (String operation : withBody().toList()) {
            String path = path(operation, StreamId.random().toString());
            check(operation, sendJson(operation, path, "{"), 400, "invalid_request");
            check(operation, sendJson(operation, path, "[]"), 400, "invalid_request");
            check(operation, sendJson(operation, path, "{} {}"), 400, "invalid_request");
            check(operation, sendJson(operation, path, "{\"a\": 1, \"a\": 2}"), 400, "invalid_request");
            String deep = "{\"metadata\": " + "[".repeat(1000) + "]".repeat(1000) + "}";
            check(operation, sendJson(operation, path, deep), 400, "invalid_request");
            String large = "{\"a\": \"" + "x".repeat((int) ApiRouter.BODY_LIMIT_BYTES) + "\"}";
            check(operation, sendJson(operation, path, large), 413, "payload_too_large");
            HttpResponse<String> xml = send(
                    operation, path, "<a/>", "X-API-Key", ServerUnderTest.API_KEY, "Content-Type", "application/xml");
            check(operation, xml, 415, "unsupported_media_type");
        }
    }

    @Test
    void fields_thatAreUnknownReadOnlyOrOfAnotherType_areRefusedByName() throws Exception {
        for (String operation : withBody().toList()) {
            String path = path(operation, StreamId.random().toString());
            for (String unknown : List.of("tenant_id", "owner", "is_admin", "__proto__", "ffmpeg_args")) {
                JsonObject body = new JsonObject(LeastBody.of(operation)).put(unknown, "x");
                assertThat(details(operation, path, body)).as(operation).contains(unknown);
            }
            JsonObject schema = document.resolve(Objects.requireNonNull(document.bodySchema(operation)));
            for (String name : schema.getJsonObject("properties").fieldNames()) {
                for (Object wrong : List.of(new JsonObject().put("$gt", ""), new JsonArray().add(1), 1e300, true)) {
                    JsonObject property =
                            document.resolve(schema.getJsonObject("properties").getJsonObject(name));
                    if (document.problems(property, wrong).isEmpty()) {
                        continue;
                    }
                    JsonObject body = new JsonObject(LeastBody.of(operation)).put(name, wrong);
                    assertThat(details(operation, path, body))
                            .as(operation + " " + body)
                            .anyMatch(field -> field.equals(name) || field.startsWith(name + "."));
                }
            }
        }
    }

    @Test
    void parameters_thatAreWrong_areRefusedByName() throws Exception {
        int tried = 0;
        for (String operation : secured().toList()) {
            for (JsonObject parameter : document.parameters(operation)) {
                JsonObject schema = document.resolve(parameter.getJsonObject("schema"));
                if (!parameter.getString("in").equals("query") || "object".equals(schema.getValue("type"))) {
                    continue;
                }
                String name = parameter.getString("name");
                String path = path(operation, StreamId.random().toString());
                for (String wrong : List.of("%00", "%0d%0aX-Evil:1", "x".repeat(500))) {
                    HttpResponse<String> answer = send(
                            operation, path + "?" + name + "=" + wrong, null, "X-API-Key", ServerUnderTest.API_KEY);
                    check(operation, answer, 400, "invalid_request");
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(40);
    }

    @Test
    void paths_withTricks_neverLeadToAnotherOperation() throws Exception {
        for (String operation : secured().filter(each -> each.contains("_id}")).toList()) {
            for (String trick : List.of("..%2f..%2fhealth", "%2e%2e", "%00", "a%0d%0ab", "%c0%ae", "a".repeat(900))) {
                HttpResponse<String> answer = send(
                        operation,
                        path(operation, trick),
                        LeastBody.of(operation),
                        "X-API-Key",
                        ServerUnderTest.API_KEY,
                        "Content-Type",
                        "application/json");
                assertThat(answer.statusCode()).as(operation + " " + trick).isIn(400, 404, 405);
                assertThat(new JsonObject(answer.body()).fieldNames()).contains("error", "request_id");
            }
        }
    }

    private Stream<String> secured() {
        return document.operations().stream()
                .filter(operation -> document.operation(operation).containsKey("security"));
    }

    private Stream<String> withBody() {
        return secured().filter(operation -> document.bodySchema(operation) != null);
    }

    private List<String> details(String operation, String path, JsonObject body) throws Exception {
        JsonObject answer = check(operation, sendJson(operation, path, body.encode()), 422, "validation_error");
        return List.copyOf(answer.getJsonObject("details").fieldNames());
    }

    private HttpResponse<String> sendJson(String operation, String path, String body) throws Exception {
        return send(operation, path, body, "X-API-Key", ServerUnderTest.API_KEY, "Content-Type", "application/json");
    }

    private HttpResponse<String> send(String operation, String path, @Nullable String body, String... headers)
            throws Exception {
        return server.send(operation.substring(0, operation.indexOf(' ')), path, body, headers);
    }

    private static JsonObject check(String operation, HttpResponse<String> answer, int status, String error) {
        assertThat(answer.statusCode()).as(operation + " " + answer.body()).isEqualTo(status);
        JsonObject body = new JsonObject(answer.body());
        assertThat(body.getString("error")).as(operation).isEqualTo(error);
        assertThat(body.fieldNames()).as(operation).contains("message", "details", "request_id", "timestamp");
        return body;
    }

    private static String id(HttpResponse<String> created) {
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return new JsonObject(created.body()).getString("id");
    }

    private static String path(String operation, String id) {
        return operation
                .substring(operation.indexOf(' ') + 1)
                .replace("{chunk_number}", "1")
                .replace("{language}", "en")
                .replaceAll("\\{[a-z]+_id}", id);
    }
}
