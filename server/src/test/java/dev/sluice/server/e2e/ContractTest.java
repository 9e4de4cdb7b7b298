package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The platform's document, example by example, on a running server: Authentication, Live Streaming, Rate Limiting,
 * Error Handling, Health, and the management of Webhooks. What is delivered and said on sockets:
 * {@link NpmClientsTest}.
 */
@Tag("e2e")
@Timeout(180)
class ContractTest {
    private static final String JSON = "application/json";
    private static final Set<String> EVENTS = Set.of(
            "post.created",
            "post.updated",
            "post.deleted",
            "video.uploaded",
            "video.processed",
            "video.failed",
            "comment.created",
            "user.followed",
            "payment.succeeded",
            "payment.failed",
            "subscription.created",
            "subscription.canceled",
            "stream.started",
            "stream.ended");

    @TempDir
    private static Path directory;

    private static SluiceProcess server;
    private static HttpClient http;
    private static ApiClient nobody;
    private static ApiClient platform;

    @BeforeAll
    static void start() throws Exception {
        server = SluiceProcess.start(directory, Map.of("SLUICE_AUTH_REGISTRATION", "open"));
        http = HttpClient.newHttpClient();
        nobody = ApiClient.of(server, http);
        platform = nobody.withKey(SluiceProcess.API_KEY);
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
    }

    @Test
    void authentication_examples_areAnsweredAsDocumented() throws Exception {
        JsonObject registered = nobody.walk("identity", "register, shortly", Map.of());
        JsonObject login = nobody.walk("identity", "login", Map.of());
        assertThat(login.getJsonObject("user").getString("id")).isEqualTo(registered.getString("id"));
        assertThat(login.getString("token_type")).isEqualTo("bearer");
        assertThat(login.getInteger("expires_in")).isEqualTo(3600);
        JsonObject refreshed =
                nobody.walk("identity", "refresh", Map.of("refresh_token", login.getString("refresh_token")));
        assertThat(refreshed.getInteger("expires_in")).isEqualTo(3600);

        ApiClient john = nobody.withToken(refreshed.getString("access_token"));
        assertThat(john.walk("identity", "get me", Map.of()).getString("full_name"))
                .isEqualTo("John Doe");
        john.walk("identity", "update me", Map.of());
        JsonObject changed = john.walk("identity", "get me", Map.of());
        assertThat(changed.getString("bio")).isEqualTo("Professional content creator");
        assertThat(changed.getString("created_at")).isEqualTo(registered.getString("created_at"));
    }

    @Test
    void secondFactor_examples_areAnsweredAsDocumented() throws Exception {
        nobody.walk("identity", "register", Map.of());
        String form = "username=johndoe2&password=SecureP@ss123";
        JsonObject login =
                ok(nobody.send("POST", "/auth/login", form, "Content-Type", "application/x-www-form-urlencoded"));
        ApiClient john = nobody.withToken(login.getString("access_token"));
        JsonObject enrolment = john.walk("identity", "enable a second factor", Map.of());
        String secret = enrolment.getString("secret");
        john.walk("identity", "verify a second factor", Map.of("code", OneTimeCode.at(secret, Instant.now())));

        JsonObject challenge =
                ok(nobody.send("POST", "/auth/login", form, "Content-Type", "application/x-www-form-urlencoded"));
        assertThat(challenge.containsKey("access_token")).isFalse();
        ApiClient halfway = nobody.withToken(challenge.getString("challenge_token"));
        String backup = enrolment.getJsonArray("backup_codes").getString(0);
        JsonObject verified = halfway.walk("identity", "verify a second factor", Map.of("code", backup));
        ok(nobody.withToken(verified.getString("access_token")).send("GET", "/users/me", null));
        assertThat(halfway.send("GET", "/users/me", null).statusCode()).isEqualTo(401);
    }

    @Test
    void apiKey_neverExpiring_worksUntilItIsRevoked() throws Exception {
        JsonObject made = key("basic");
        ApiClient holder = nobody.withKey(made.getString("key"));
        assertThat(holder.send("GET", "/live-streaming", null).statusCode()).isEqualTo(200);
        assertThat(platform.send("DELETE", "/api-keys/" + made.getString("id"), null)
                        .statusCode())
                .isEqualTo(204);
        assertThat(holder.send("GET", "/live-streaming", null).statusCode()).isEqualTo(401);
    }

    @Test
    void liveStreaming_examples_areAnsweredAsDocumented() throws Exception {
        JsonObject created = platform.walk("streams", "create", Map.of());
        assertThat(created.getString("status")).isEqualTo("scheduled");
        Map<String, String> stream = Map.of("stream_id", created.getString("id"));
        assertThat(platform.walk("streams", "start", stream).getString("status"))
                .isEqualTo("live");
        assertThat(platform.walk("streams", "get", stream).getString("status")).isEqualTo("live");
        JsonObject list = platform.walk("streams", "list", Map.of());
        assertThat(list.getJsonArray("data")).isNotEmpty();
        assertThat(list.getJsonObject("pagination").getInteger("page")).isEqualTo(1);
        assertThat(list.getJsonArray("data").stream().map(one -> ((JsonObject) one).getString("status")))
                .containsOnly("live");
        assertThat(platform.walk("streams", "stop", stream).getString("status")).isEqualTo("ended");
        platform.walk("streams", "analytics", stream);
        for (String status : new String[] {"live", "scheduled", "ended"}) {
            JsonObject some = ok(platform.send("GET", "/live-streaming?limit=1&status=" + status, null));
            assertThat(some.getJsonArray("data").size()).isLessThanOrEqualTo(1);
            assertThat(some.getJsonArray("data").stream().map(one -> ((JsonObject) one).getString("status")))
                    .allMatch(status::equals);
        }
    }

    @Test
    void rateLimits_ofEachTier_areInTheHeaders() throws Exception {
        Map<String, Long> perMinute = Map.of("free", 60L, "basic", 120L, "pro", 300L);
        for (Map.Entry<String, Long> tier : perMinute.entrySet()) {
            ApiClient holder = nobody.withKey(key(tier.getKey()).getString("key"));
            HttpResponse<String> first = holder.send("GET", "/live-streaming", null);
            HttpResponse<String> second = holder.send("GET", "/live-streaming", null);
            assertThat(ApiClient.number(first.headers(), "X-RateLimit-Limit")).isEqualTo(tier.getValue());
            assertThat(ApiClient.number(first.headers(), "X-RateLimit-Remaining"))
                    .isEqualTo(tier.getValue() - 1);
            assertThat(ApiClient.number(second.headers(), "X-RateLimit-Remaining"))
                    .isBetween(tier.getValue() - 2, tier.getValue() - 1);
        }
        ApiClient unlimited = nobody.withKey(key("enterprise").getString("key"));
        assertThat(ApiClient.number(
                        unlimited.send("GET", "/live-streaming", null).headers(), "X-RateLimit-Limit"))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void rateLimit_exceeded_isAnsweredAsDocumented() throws Exception {
        ApiClient holder = nobody.withKey(key("free").getString("key"));
        HttpResponse<String> answer = holder.send("GET", "/live-streaming", null);
        int sent = 1;
        while (answer.statusCode() == 200 && sent < 100) {
            ApiClient.rateLimits("request " + sent, answer.headers());
            answer = holder.send("GET", "/live-streaming", null);
            sent++;
        }
        // The bucket fills up while it is emptied: one request in a second.
        assertThat(sent).isBetween(61, 99);
        String name = "too many requests";
        JsonObject body = ApiClient.check(name, Example.of("operations", name), answer);
        assertThat(body.getString("error")).isEqualTo("rate_limit_exceeded");
        assertThat(body.getString("message"))
                .isEqualTo("Rate limit exceeded. Try again in " + body.getInteger("retry_after") + " seconds.");
        assertThat(answer.headers().firstValueAsLong("Retry-After")).hasValue(body.getInteger("retry_after"));
    }

    @Test
    void errors_everyCommonCode_hasItsStatusAndTheStandardBody() throws Exception {
        platform.walk("operations", "an error", Map.of());
        String unknown = "/live-streaming/00000000-0000-4000-8000-000000000000";
        ApiClient viewer = nobody.withKey(ok(platform.send(
                        "POST", "/api-keys", "{\"name\": \"viewer\", \"role\": \"viewer\"}", "Content-Type", JSON))
                .getString("key"));
        String taken = "{\"email\": \"taken@example.com\", \"username\": \"taken\", \"password\": \"SecureP@ss123\"}";
        ok(nobody.send("POST", "/auth/register", taken, "Content-Type", JSON));

        refused(platform, "POST /live-streaming/create", "{\"title\":", 400, "invalid_request");
        refused(nobody, "GET /live-streaming", null, 401, "authentication_required");
        refused(nobody.withToken("eyJ.not.one"), "GET /live-streaming", null, 401, "invalid_token");
        refused(nobody.withKey("sk_unknown"), "GET /live-streaming", null, 401, "invalid_token");
        refused(viewer, "POST /live-streaming/create", "{\"title\": \"x\"}", 403, "permission_denied");
        refused(platform, "GET " + unknown, null, 404, "resource_not_found");
        refused(platform, "GET /nothing/here", null, 404, "resource_not_found");
        refused(platform, "DELETE /users/me", null, 405, "method_not_allowed");
        refused(nobody, "POST /auth/register", taken, 409, "resource_exists");
        refused(platform, "POST /live-streaming/create", "{\"title\": \"\"}", 422, "validation_error");
        refused(platform, "POST /live-streaming/create", "[" + " ".repeat(1 << 20), 413, "payload_too_large");
        HttpResponse<String> text =
                platform.send("POST", "/live-streaming/create", "title=x", "Content-Type", "text/plain");
        standardBody(text, 415, "unsupported_media_type");
    }

    @Test
    void requestId_sent_isTheAnswers() throws Exception {
        HttpResponse<String> answer =
                platform.send("POST", "/live-streaming/create", "{}", "Content-Type", JSON, "X-Request-Id", "walk-1");
        assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("walk-1");
        assertThat(new JsonObject(answer.body()).getString("request_id")).isEqualTo("walk-1");
    }

    @Test
    void health_examples_areAnsweredAsDocumented() throws Exception {
        assertThat(nobody.walk("operations", "health", Map.of()).getString("status"))
                .isEqualTo("healthy");
        JsonObject detailed = nobody.walk("operations", "detailed health", Map.of());
        assertThat(detailed.getString("status")).isEqualTo("healthy");
        for (String name : detailed.fieldNames()) {
            if (detailed.getValue(name) instanceof JsonObject part) {
                assertThat(part.getString("status")).as(name).isEqualTo("healthy");
            }
        }
    }

    @Test
    void webhooks_examplesAndEveryEvent_areTaken() throws Exception {
        JsonObject created = platform.walk("webhooks", "create", Map.of());
        for (String event : EVENTS) {
            String change =
                    new JsonObject().put("events", new JsonArray().add(event)).encode();
            JsonObject changed =
                    ok(platform.send("PATCH", "/webhooks/" + created.getString("id"), change, "Content-Type", JSON));
            assertThat(new HashSet<Object>(changed.getJsonArray("events").getList()))
                    .isEqualTo(Set.of(event));
            assertThat(changed.containsKey("secret")).isFalse();
        }
        assertThat(platform.send("DELETE", "/webhooks/" + created.getString("id"), null)
                        .statusCode())
                .isEqualTo(204);
    }

    private static JsonObject key(String tier) throws Exception {
        String draft = new JsonObject()
                .put("name", tier)
                .put("role", "broadcaster")
                .put("tier", tier)
                .encode();
        return ok(platform.send("POST", "/api-keys", draft, "Content-Type", JSON));
    }

    private static JsonObject ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return new JsonObject(answer.body());
    }

    private static void refused(ApiClient client, String request, @Nullable String body, int status, String code)
            throws Exception {
        String[] parts = request.split(" ", 2);
        standardBody(client.send(parts[0], parts[1], body, "Content-Type", JSON), status, code);
    }

    private static void standardBody(HttpResponse<String> answer, int status, String code) throws Exception {
        assertThat(answer.statusCode()).as(code + ": " + answer.body()).isEqualTo(status);
        JsonObject body = new JsonObject(answer.body());
        Example example = Example.of("operations", "an error");
        example.answer().put("details", new JsonObject());
        assertThat(Likeness.differences(example.answer().put("request_id", ""), Set.of(), body))
                .as(code)
                .isEmpty();
        assertThat(body.getString("error")).isEqualTo(code);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(JSON);
        assertThat(answer.headers().firstValue("X-Request-Id")).hasValue(body.getString("request_id"));
    }
}
