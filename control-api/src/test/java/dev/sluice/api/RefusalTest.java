package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API refuses, and that every refusal has the standard error body. */
class RefusalTest {
    private static final String LIVE = "/api/v1/live-streaming";
    private static final String CREATE = LIVE + "/create";
    private static final String KEY_LINE = "X-API-Key: " + ServerUnderTest.API_KEY;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "null",
                "\"text\"",
                "1",
                "{\"title\": \"A\"} x",
                "{\"title\": \"A\"}{}",
                "{\"title\": \"A\", }",
                "{\"title\": 'A'}",
                "{title: \"A\"}",
                "{\"title\": \"A\", \"title\": \"B\"}",
                "{\"title\": NaN}",
                "{\"title\": \"A\\u00\"}",
                "// comment\n{}",
                "\ufeff{\"title\": \"A\"}"
            })
    void create_malformedJson_gives400(String body) throws Exception {
        assertError(server.postKeyed(CREATE, body), 400, "invalid_request");
    }

    @Test
    void create_jsonTooDeepOrWithHugeNumbers_gives400() throws Exception {
        String deep = "{\"title\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertError(server.postKeyed(CREATE, deep), 400, "invalid_request");
        String huge = "{\"title\": " + "9".repeat(500_000) + "}";
        assertError(server.postKeyed(CREATE, huge), 400, "invalid_request");
        String infinite = "{\"title\": \"A\", \"metadata\": {\"x\": 1e999}}";
        assertError(server.postKeyed(CREATE, infinite), 400, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999999999999999999999", "-1", "true", "{}", "[]", "1.5"})
    void create_wrongTypeOfTitle_gives422(String value) throws Exception {
        HttpResponse<String> response = server.postKeyed(CREATE, "{\"title\": " + value + "}");
        JsonObject body = assertError(response, 422, "validation_error");
        assertThat(body.getJsonObject("details").getMap()).containsEntry("title", "Must be a string.");
    }

    @ParameterizedTest
    @CsvSource({"\u00c3(", "\u00ff", "\u00ed\u00a0\u0080", "\u00c0\u00af", "\u00f4\u0090\u0080\u0080", "\u00e2\u0082"})
    void create_badUtf8_gives400(String bytes) throws Exception {
        RawClient.Answer answer = postRaw("application/json", "{\"title\": \"" + bytes + "\"}");
        assertError(answer, 400, "invalid_request");
    }

    @Test
    void create_everyFieldWrong_namesThemAll() throws Exception {
        HttpResponse<String> response = server.postKeyed(CREATE, """
                {"title": " ", "description": 1, "scheduled_start": "tomorrow", "visibility": "secret", "status": "live"}""");
        JsonObject body = assertError(response, 422, "validation_error");
        assertThat(body.getJsonObject("details").fieldNames())
                .containsExactly("description", "scheduled_start", "status", "title", "visibility");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-10-01",
                "2025-10-01T15:00:00",
                "2025-13-01T15:00:00Z",
                "2025-02-30T15:00:00Z",
                "2025-10-01T25:00:00Z",
                "2025-10-01T15:00:60Z",
                "2025-10-01T15:00:00+99:99",
                "+12025-10-01T15:00:00Z",
                "1759330800"
            })
    void create_scheduledStartThatIsNoTime_gives422(String text) throws Exception {
        HttpResponse<String> response =
                server.postKeyed(CREATE, "{\"title\": \"A\", \"scheduled_start\": \"" + text + "\"}");
        JsonObject body = assertError(response, 422, "validation_error");
        assertThat(body.getJsonObject("details").fieldNames()).containsExactly("scheduled_start");
    }

    @Test
    void create_textsAtAndOverTheirLimits_areTakenAndRefused() throws Exception {
        String title = "{\"title\": \"%s\"}";
        assertThat(server.postKeyed(CREATE, title.formatted("\ud83d\ude00".repeat(200)))
                        .statusCode())
                .isEqualTo(201);
        assertError(server.postKeyed(CREATE, title.formatted("a".repeat(201))), 422, "validation_error");
        String description = "{\"title\": \"A\", \"description\": \"%s\"}";
        assertThat(server.postKeyed(CREATE, description.formatted("a".repeat(5000)))
                        .statusCode())
                .isEqualTo(201);
        assertError(server.postKeyed(CREATE, description.formatted("a".repeat(5001))), 422, "validation_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "a\\u001b[31m", "a\\ud800", "\\udc00a", "a\\nb", "a\\r\\nb", "a\\u0085b"})
    void create_titleThatIsNotOnePrintableLine_gives422(String title) throws Exception {
        assertError(server.postKeyed(CREATE, "{\"title\": \"" + title + "\"}"), 422, "validation_error");
    }

    @Test
    void create_unknownFieldsWithOddNames_areReportedSafelyAndBounded() throws Exception {
        String odd = "{\"title\": \"A\", \"x\\ud800y\": 1, \"a\\u0000b\": 1, \"" + "n".repeat(63) + "\ud83d\ude00"
                + "m".repeat(30_000) + "\": 1}";
        JsonObject details = assertError(server.postKeyed(CREATE, odd), 422, "validation_error")
                .getJsonObject("details");
        assertThat(details.fieldNames()).containsExactlyInAnyOrder("x?y", "a?b", "n".repeat(63) + "\ud83d\ude00…");
        StringBuilder many = new StringBuilder("{\"title\": \"A\"");
        IntStream.range(0, 5000).forEach(i -> many.append(", \"f").append(i).append("\": 1"));
        JsonObject bounded = assertError(server.postKeyed(CREATE, many + "}"), 422, "validation_error")
                .getJsonObject("details");
        assertThat(bounded.size()).isLessThanOrEqualTo(24);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json; charset=latin1",
                "application/jsonp",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "json",
                ";"
            })
    void create_otherContentType_gives415(String type) throws Exception {
        assertError(postRaw(type, "{\"title\": \"A\"}"), 415, "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json; charset=UTF-8", "Application/JSON", "application/json ;charset=\"utf-8\""})
    void create_jsonTypeInOtherWords_gives201(String type) throws Exception {
        assertThat(postRaw(type, "{\"title\": \"A\"}").status()).isEqualTo(201);
    }

    @Test
    void create_formThatCannotBeRead_isTheClientsFault() throws Exception {
        RawClient.Answer form = postRaw("application/x-www-form-urlencoded", "a=%zz&%");
        assertThat(form.status()).as(form.body()).isBetween(400, 415);
        assertError(form, form.status(), null);
        RawClient.Answer parts = postRaw("multipart/form-data", "--x");
        assertThat(parts.status()).as(parts.body()).isBetween(400, 415);
        assertError(parts, parts.status(), null);
    }

    @Test
    void create_bodyOverTheLimit_gives413WithAndWithoutLength() throws Exception {
        String body = " ".repeat((int) ApiRouter.BODY_LIMIT_BYTES + 1);
        assertError(server.postKeyed(CREATE, body), 413, "payload_too_large");
        try (RawClient client = new RawClient(server.server.port())) {
            client.write("POST " + CREATE + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + KEY_LINE
                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "20000\r\n" + " ".repeat(0x20000) + "\r\n";
            for (int i = 0; i < 8; i++) {
                client.write(chunk);
            }
            client.write("1\r\n \r\n0\r\n\r\n");
            assertError(RawClient.parse(client.readAll()), 413, "payload_too_large");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page=0",
                "page=-1",
                "page=1.5",
                "page=",
                "page=a",
                "page=100001",
                "page=99999999999999999999",
                "page=%D9%A1",
                "page=+1",
                "limit=0",
                "limit=101",
                "limit=-5",
                "limit=2147483648",
                "limit=0x10",
                "status=LIVE",
                "status=",
                "status=away",
                "page=%zz"
            })
    void list_badParameter_gives400(String query) throws Exception {
        RawClient.Answer answer = RawClient.get(server.server.port(), LIVE + "?" + query, KEY_LINE);
        assertError(answer, 400, "invalid_request");
    }

    @Test
    void list_largestPageAndLimit_areTaken() throws Exception {
        HttpResponse<String> response = server.getKeyed(LIVE + "?page=100000&limit=100&other=1");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Objects.requireNonNull(server.streams.lastQuery).page()).isEqualTo(100_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/%2e%2e/healthz",
                "/api/v1/../../healthz",
                "/./healthz",
                "//healthz",
                "/healthz/",
                "/healthz//",
                "/healthz;x=1",
                "/..;/healthz",
                "/healthz%00",
                "/healthz%2f",
                "/%68ealthz",
                "/HEALTHZ",
                "/api/v1/live-streaming/",
                "/api/v1/live-streaming%2fcreate",
                "/assets/../openapi.yaml",
                "/watch/<script>",
                "/watch/a/b",
                "/.git/config",
                "/live",
                "/unknown"
            })
    void get_pathThatIsNotPlainOrUnknown_gives404(String path) throws Exception {
        assertError(RawClient.get(server.server.port(), path, KEY_LINE), 404, "resource_not_found");
    }

    @Test
    void get_veryLongPath_isRefused() throws Exception {
        int port = server.server.port();
        assertError(RawClient.get(port, "/" + "a".repeat(3000)), 404, "resource_not_found");
        assertThat(RawClient.get(port, "/" + "a".repeat(10_000)).status()).isEqualTo(414);
        assertThat(RawClient.get(port, "/healthz", "X-Long: " + "a".repeat(20_000))
                        .status())
                .isEqualTo(431);
        assertThat(RawClient.get(port, "/healthz\0").status()).isIn(400, 404);
        assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/watch", "/..", "1", "0f8fad5b-d9cb-469f-a165-70867728950E", "0f8fad5bd9cb469fa16570867728950e"
            })
    void get_idThatIsNone_gives404(String id) throws Exception {
        assertError(RawClient.get(server.server.port(), LIVE + "/" + id, KEY_LINE), 404, "resource_not_found");
    }

    @Test
    void key_missingEmptyUnknownOrTooLong_gives401() throws Exception {
        int port = server.server.port();
        assertError(RawClient.get(port, LIVE), 401, "authentication_required");
        assertError(RawClient.get(port, LIVE, "X-API-Key:"), 401, "authentication_required");
        assertError(RawClient.get(port, LIVE, "X-API-Key: wrong"), 401, "invalid_token");
        assertError(RawClient.get(port, LIVE, KEY_LINE + "x"), 401, "invalid_token");
        assertError(RawClient.get(port, LIVE, "X-API-Key: " + "k".repeat(5000)), 401, "invalid_token");
        assertError(
                RawClient.get(port, LIVE + "?X-API-Key=" + ServerUnderTest.API_KEY), 401, "authentication_required");
        assertThat(RawClient.get(port, LIVE).header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(RawClient.get(port, LIVE, KEY_LINE).status()).isEqualTo(200);
    }

    @Test
    void key_wrong_tellsNothingOfWhatExists() throws Exception {
        String id =
                new JsonObject(server.postKeyed(CREATE, "{\"title\": \"A\"}").body()).getString("id");
        String[] wrong = {"X-API-Key: wrong", "X-Request-Id: same"};
        RawClient.Answer known = RawClient.get(server.server.port(), LIVE + "/" + id, wrong);
        RawClient.Answer unknown = RawClient.get(server.server.port(), LIVE + "/" + StreamId.random(), wrong);
        assertThat(known).isEqualTo(unknown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "DELETE;/api/v1/live-streaming;GET, HEAD",
                "POST;/api/v1/health;GET, HEAD",
                "GET;/api/v1/live-streaming/0f8fad5b-d9cb-469f-a165-70867728950e/start;POST",
                "PUT;/api/v1/live-streaming/0f8fad5b-d9cb-469f-a165-70867728950e;DELETE, GET, HEAD, PATCH",
                "TRACE;/healthz;GET, HEAD",
                "BREW;/;GET, HEAD",
                "OPTIONS;/metrics;GET, HEAD",
                "POST;/live/0f8fad5b-d9cb-469f-a165-70867728950e/master.m3u8;GET, HEAD, OPTIONS"
            })
    void method_notAllowed_gives405WithAllow(String method, String path, String allow) throws Exception {
        RawClient.Answer answer = RawClient.request(server.server.port(), method, path, KEY_LINE);
        assertError(answer, 405, "method_not_allowed");
        assertThat(answer.header("Allow")).isEqualTo(allow);
    }

    @Test
    void failure_ofTheServer_hidesItsDetail() throws Exception {
        server.streams.defective = true;
        HttpResponse<String> response = server.getKeyed(LIVE);
        assertError(response, 500, "internal_error");
        assertThat(response.body()).doesNotContain("secret", "IllegalState");
    }

    @Test
    void failure_ofTheDatabase_gives503ToTryAgain() throws Exception {
        server.streams.databaseLost = true;
        HttpResponse<String> response = server.getKeyed(LIVE);
        assertError(response, 503, "service_unavailable");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(response.body()).doesNotContain("connection refused");
    }

    @Test
    void headers_thatAreNonsense_doNotHarm() throws Exception {
        RawClient.Answer answer = RawClient.get(
                server.server.port(),
                "/pages/streams",
                "Accept: ;;;",
                "Accept-Language: ;q=",
                "Content-Type: /",
                "Cookie: =;=");
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void head_ofAnyAnswer_hasNoBody() throws Exception {
        int port = server.server.port();
        for (String path : new String[] {"/healthz", "/api/v1/health", "/", LIVE, "/unknown", "/live/x"}) {
            RawClient.Answer head = RawClient.request(port, "HEAD", path);
            RawClient.Answer get = RawClient.get(port, path);
            assertThat(head.status()).as(path).isEqualTo(get.status());
            assertThat(head.body()).as(path).isEmpty();
            assertThat(get.body()).as(path).isNotEmpty();
        }
    }

    private RawClient.Answer postRaw(String type, String body) throws Exception {
        return RawClient.exchange(
                server.server.port(),
                "POST " + CREATE + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + KEY_LINE + "\r\nContent-Type: "
                        + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void assertError(RawClient.Answer answer, int status, @Nullable String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        String text = new String(answer.body().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertBody(text, code, answer.header("X-Request-Id"));
    }

    private static JsonObject assertError(HttpResponse<String> answer, int status, @Nullable String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return assertBody(
                answer.body(), code, answer.headers().firstValue("X-Request-Id").orElseThrow());
    }

    private static JsonObject assertBody(String text, @Nullable String code, @Nullable String requestId) {
        JsonObject body = new JsonObject(text);
        assertThat(body.fieldNames()).containsExactly("error", "message", "details", "request_id", "timestamp");
        if (code != null) {
            assertThat(body.getString("error")).isEqualTo(code);
        }
        assertThat(body.getString("message")).isNotEmpty();
        assertThat(body.getJsonObject("details")).isNotNull();
        assertThat(body.getString("request_id")).isNotEmpty().isEqualTo(requestId);
        assertThat(body.getString("timestamp")).isEqualTo("2025-10-01T12:00:00Z");
        return body;
    }
}
