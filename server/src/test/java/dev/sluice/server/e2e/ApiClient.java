package dev.sluice.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Somebody who talks to a running server as the platform's document says, and finds whole answers as it says. */
final class ApiClient {
    private static final String BASE = "/api/v1";
    private static final long MAX_RESET_SECONDS = 61;

    private final SluiceProcess server;
    private final HttpClient http;
    private final List<String> credential;

    private ApiClient(SluiceProcess server, HttpClient http, List<String> credential) {
        this.server = server;
        this.http = http;
        this.credential = credential;
    }

    /** Without a credential. */
    static ApiClient of(SluiceProcess server, HttpClient http) {
        return new ApiClient(server, http, List.of());
    }

    /** The same with an API key. */
    ApiClient withKey(String key) {
        return new ApiClient(server, http, List.of("X-API-Key", key));
    }

    /** The same with an access token. */
    ApiClient withToken(String token) {
        return new ApiClient(server, http, List.of("Authorization", "Bearer " + token));
    }

    /** Sends an example's request and fails where the answer is not like its answer. */
    JsonObject walk(String section, String name, Map<String, String> values) throws Exception {
        Example example = Example.of(section, name).with(values);
        HttpResponse<String> answer =
                send(example.method(), example.path(), example.body(), "Content-Type", example.contentType());
        return check(name, example, answer);
    }

    /** Fails where an answer is not like the example's. */
    static JsonObject check(String name, Example example, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(name + ": " + answer.body()).isEqualTo(example.status());
        headers(name, example, answer.headers());
        JsonObject body = new JsonObject(answer.body());
        assertThat(Likeness.differences(example.answer(), example.nullable(), body))
                .as(name)
                .isEmpty();
        echoes(example, body);
        return body;
    }

    /** What was sent comes back as it was, where the example's answer has it so. */
    private static void echoes(Example example, JsonObject body) {
        if (example.body() != null && example.contentType().equals("application/json")) {
            JsonObject sent = new JsonObject(example.body());
            for (String name : sent.fieldNames()) {
                if (Objects.equals(sent.getValue(name), example.answer().getValue(name))) {
                    assertThat(body.getValue(name)).as(name).isEqualTo(sent.getValue(name));
                }
            }
        }
    }

    private static void headers(String name, Example example, HttpHeaders headers) {
        assertThat(headers.firstValue("Content-Type")).as(name).hasValue("application/json");
        assertThat(headers.firstValue("X-Request-Id")).as(name).isPresent();
        assertThat(headers.firstValue("X-Content-Type-Options")).as(name).hasValue("nosniff");
        if (!example.unlimited()) {
            rateLimits(name, headers);
        }
    }

    /** The document: every answer has them. Of an unlimited caller they are the largest number. */
    static void rateLimits(String name, HttpHeaders headers) {
        long limit = number(headers, "X-RateLimit-Limit");
        assertThat(limit).as(name).isPositive();
        assertThat(number(headers, "X-RateLimit-Remaining")).as(name).isBetween(0L, limit);
        long now = Instant.now().getEpochSecond();
        assertThat(number(headers, "X-RateLimit-Reset")).as(name).isBetween(now - 2, now + MAX_RESET_SECONDS);
    }

    static long number(HttpHeaders headers, String name) {
        return headers.firstValueAsLong(name).orElseThrow(() -> new AssertionError("no header " + name));
    }

    /** Any request below the API's base. */
    HttpResponse<String> send(String method, String path, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        List<String> all = new ArrayList<>(credential);
        if (body != null) {
            all.addAll(List.of(headers));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(BASE + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, publisher);
        if (!all.isEmpty()) {
            request.headers(all.toArray(String[]::new));
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
