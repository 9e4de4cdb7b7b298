package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.live.StreamId;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random requests to every operation that the document describes, by its own schemas and beside them: each answer has a
 * documented status and the documented shape, and none is a 500.
 */
class DocumentedRequestsTest {
    private static final int MAX_REQUEST_LINE = 4096;
    private static final int REQUESTS_PER_OPERATION = 25;
    private static final String LIVE = "/api/v1/live-streaming";

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

    @ParameterizedTest
    @ValueSource(longs = {1, 20_251_001})
    void randomRequests_toEveryOperation_areAnsweredAsDocumented(long seed) throws Exception {
        RandomValues values = new RandomValues(document, new Random(seed));
        List<String> ids = List.of(newStream(), newStream(), StreamId.random().toString());
        int answers = 0;
        int successes = 0;
        List<String> problems = new ArrayList<>();
        for (String operation : document.operations()) {
            for (int i = 0; i < REQUESTS_PER_OPERATION && isApi(operation); i++) {
                Attempt attempt = attempt(operation, values, ids);
                HttpResponse<String> answer = sent(attempt);
                if (attempt.isTooLong()) {
                    assertThat(answer.statusCode()).isEqualTo(414);
                    assertThat(answer.headers().firstValue("Connection")).hasValue("close");
                    continue;
                }
                problem(operation, answer)
                        .ifPresent(problem -> problems.add(problem + "\n  of " + attempt + "\n  " + answer.body()));
                answers++;
                successes += answer.statusCode() < 300 ? 1 : 0;
            }
        }
        assertThat(problems).as("seed %d", seed).isEmpty();
        // Requests that are all refused would prove little.
        assertThat(successes).isGreaterThan(answers / 8);
    }

    @Test
    void operations_thatChangeThings_areAllTried() {
        assertThat(document.operations().stream().filter(DocumentedRequestsTest::isApi))
                .contains("POST " + LIVE + "/create", "PATCH " + LIVE + "/{stream_id}", "POST /api/v1/webhooks")
                .hasSizeGreaterThan(40);
    }

    /** The log of a failure shows it whole. */
    private record Attempt(
            String method, String path, @Nullable String body, List<String> headers) {
        /** For the connection, whatever the operation. */
        boolean isTooLong() {
            return (method + " " + path + " HTTP/1.1").length() > MAX_REQUEST_LINE;
        }

        @Override
        public String toString() {
            return method + " " + path + " " + headers + " " + body;
        }
    }

    private HttpResponse<String> sent(Attempt attempt) throws Exception {
        try {
            return server.send(
                    attempt.method(),
                    attempt.path(),
                    attempt.body(),
                    attempt.headers().toArray(String[]::new));
        } catch (IOException unanswered) {
            throw new IOException("No answer to " + attempt, unanswered);
        }
    }

    private static boolean isApi(String operation) {
        return operation.contains(" /api/") || operation.contains(" /pages/") || operation.contains(" /.well-known/");
    }

    private String newStream() throws Exception {
        HttpResponse<String> created = server.postKeyed(LIVE + "/create", "{\"title\": \"A\"}");
        assertThat(created.statusCode()).isEqualTo(201);
        return new JsonObject(created.body()).getString("id");
    }

    private Attempt attempt(String operation, RandomValues values, List<String> ids) {
        int space = operation.indexOf(' ');
        String path = operation.substring(space + 1);
        List<String> query = new ArrayList<>();
        for (JsonObject parameter : document.parameters(operation)) {
            String name = parameter.getString("name");
            JsonObject schema = parameter.getJsonObject("schema");
            if (name.equals("chunk_number")) {
                path = path.replace("{" + name + "}", values.chance(50) ? "1" : "9999");
            } else if (parameter.getString("in").equals("path")) {
                String id = values.chance(90) ? values.oneOf(ids) : values.oddText();
                path = path.replace("{" + name + "}", encoded(id.isEmpty() ? "x" : id));
            } else if (parameter.getString("in").equals("query") && values.chance(50)) {
                query.add(name + "=" + encoded(String.valueOf(values.nearly(schema))));
            }
        }
        List<String> headers = new ArrayList<>(List.of("X-API-Key", ServerUnderTest.API_KEY));
        JsonObject schema = document.bodySchema(operation);
        String body = null;
        if (schema != null) {
            body = values.chance(95) ? String.valueOf(JsonText.of(values.nearly(schema))) : values.oddText();
            headers.addAll(List.of("Content-Type", values.chance(97) ? "application/json" : "text/xml"));
        }
        if (values.chance(10)) {
            headers.addAll(
                    List.of("Idempotency-Key", values.chance(50) ? "key-" + values.chance(50) : "k".repeat(300)));
        }
        if (values.chance(10)) {
            headers.addAll(List.of("If-Match", values.oneOf(List.of("*", "\"1\"", "W/\"1\"", "nonsense", "\"\""))));
        }
        String target = query.isEmpty() ? path : path + "?" + String.join("&", query);
        return new Attempt(operation.substring(0, space), target, body, headers);
    }

    private Optional<String> problem(String operation, HttpResponse<String> answer) {
        int status = answer.statusCode();
        JsonObject described = document.response(operation, status);
        if (status >= 500 || described == null) {
            return Optional.of(operation + " gave " + status + ", which is not documented");
        }
        JsonObject schema = document.jsonSchema(described);
        if (schema == null) {
            return Optional.empty();
        }
        List<String> wrong = document.problems(schema, new JsonObject(answer.body()));
        return wrong.isEmpty() ? Optional.empty() : Optional.of(operation + ": " + wrong);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Writes values as JSON with what is no text in Unicode escaped, so that it reaches the server. */
    private static final class JsonText {
        private JsonText() {}

        static String of(@Nullable Object value) {
            StringBuilder escaped = new StringBuilder();
            String text = Json.encode(value);
            text.codePoints().forEach(c -> {
                if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                    escaped.append(String.format("\\u%04x", c));
                } else {
                    escaped.appendCodePoint(c);
                }
            });
            return escaped.toString();
        }
    }
}
