package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.webhook.Attempt;
import dev.sluice.events.webhook.Webhooks;
import dev.sluice.identity.Principal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The management of webhooks and the log of events, over HTTP, each answer as {@code openapi.yaml} has it. */
class WebhookRoutesTest {
    private static final String WEBHOOKS = "/api/v1/webhooks";
    private static final String DRAFT = """
            {"url": "https://your-server.com/webhook", "events": ["post.created", "payment.succeeded"],
             "secret": "whsec_abc123"}""";

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
    }

    @Test
    void webhooksLife_eachAnswer_isAsDocumented() throws Exception {
        JsonObject created = json("POST", WEBHOOKS, WEBHOOKS, DRAFT, 201);
        assertThat(created.getString("secret")).isEqualTo("whsec_abc123");
        String one = WEBHOOKS + "/" + created.getString("id");
        String template = WEBHOOKS + "/{webhook_id}";
        assertThat(json("GET", template, one, null, 200).containsKey("secret")).isFalse();
        JsonObject list = json("GET", WEBHOOKS, WEBHOOKS + "?limit=1", null, 200);
        assertThat(list.getJsonObject("pagination"))
                .isEqualTo(new JsonObject("{\"page\":1,\"limit\":1,\"total\":1,\"has_next\":false}"));

        String change = "{\"events\": [\"stream.*\"], \"status\": \"disabled\"}";
        assertThat(json("PATCH", template, one, change, 200).getString("status"))
                .isEqualTo("disabled");
        assertThat(json("POST", template + ":test", one + ":test", "", 409).getString("error"))
                .isEqualTo("webhook_disabled");
        json("PATCH", template, one, "{\"status\": \"enabled\"}", 200);

        String delivery =
                json("POST", template + ":test", one + ":test", "", 202).getString("id");
        server.webhooks.attempts.add(new Attempt(1, ServerUnderTest.NOW, 12, 500, "no", "The answer's status is 500."));
        json("GET", template + "/deliveries", one + "/deliveries?state=pending", null, 200);
        String deliveryTemplate = template + "/deliveries/{delivery_id}";
        JsonObject details = json("GET", deliveryTemplate, one + "/deliveries/" + delivery, null, 200);
        assertThat(details.getJsonObject("request").getString("body")).contains("\"type\":\"webhook.test\"");
        String again = one + "/deliveries/" + delivery + ":redeliver";
        json("POST", deliveryTemplate + ":redeliver", again, "", 202);

        String rotated = json("POST", template + "/secret:rotate", one + "/secret:rotate", "", 200)
                .getString("secret");
        assertThat(rotated).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(call("DELETE", one, null).statusCode()).isEqualTo(204);
        json("GET", template, one, null, 404);
    }

    @Test
    void verbs_wrongMethodOrUnknownVerb_areRefusedProperly() throws Exception {
        String one = WEBHOOKS + "/" + UUID.randomUUID();
        HttpResponse<String> get = call("GET", one + ":test", null);
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).hasValue("POST");
        assertThat(call("POST", one + ":explode", "").statusCode()).isEqualTo(405);
        assertThat(call("POST", one + ":test", "").statusCode()).isEqualTo(404);
        assertThat(call("PUT", WEBHOOKS, "{}").statusCode()).isEqualTo(405);
    }

    @Test
    void draft_wrongInEveryField_namesEach() throws Exception {
        JsonObject answer = json("POST", WEBHOOKS, WEBHOOKS, """
                {"url": "http://127.0.0.1/", "events": ["stream.exploded"], "secret": "short", "description": 7,
                 "tenant": "x"}""", 422);
        assertThat(answer.getJsonObject("details").fieldNames()).containsExactly("description", "secret", "tenant");
        assertThat(json("POST", WEBHOOKS, WEBHOOKS, """
                {"url": "http://127.0.0.1/", "events": ["stream.exploded"]}""", 422)
                        .getJsonObject("details")
                        .fieldNames())
                .containsExactly("events", "url");
        assertThat(json("POST", WEBHOOKS, WEBHOOKS, "{}", 422)
                        .getJsonObject("details")
                        .fieldNames())
                .containsExactly("events", "url");
        json("POST", WEBHOOKS, WEBHOOKS, "{\"url\": \"https://a.example\", \"events\": []}", 422);
    }

    @Test
    void webhooks_beyondTheBound_areAConflict() throws Exception {
        for (int i = 0; i < Webhooks.MAX_ENDPOINTS_PER_TENANT; i++) {
            json("POST", WEBHOOKS, WEBHOOKS, DRAFT, 201);
        }
        assertThat(json("POST", WEBHOOKS, WEBHOOKS, DRAFT, 409).getString("error"))
                .isEqualTo("webhook_limit_reached");
    }

    @Test
    void events_ofTheTenant_arePagedBySequence() throws Exception {
        for (String tenant : new String[] {Principal.DEFAULT_TENANT, "another", Principal.DEFAULT_TENANT}) {
            server.webhooks.event(tenant, "stream.started", tenant.equals("another") ? "2" : "1", ServerUnderTest.NOW);
        }
        JsonObject first = events("?limit=1");
        assertThat(first.getJsonArray("data")).hasSize(1);
        assertThat(first.getJsonObject("pagination")).isEqualTo(new JsonObject("{\"next_since\":1,\"has_next\":true}"));
        JsonObject rest = events("?since=1");
        assertThat(rest.getJsonArray("data")).hasSize(1);
        assertThat(rest.getJsonObject("pagination")).isEqualTo(new JsonObject("{\"next_since\":3,\"has_next\":false}"));
        assertThat(rest.getBoolean("gap")).isFalse();
        assertThat(events("?object_id=2").getJsonArray("data")).isEqualTo(new JsonArray());
        assertThat(events("?type=stream.ended").getJsonArray("data")).isEqualTo(new JsonArray());

        server.webhooks.events.removeFirst();
        assertThat(events("?since=1").getBoolean("gap")).isFalse();
        assertThat(events("").getBoolean("gap")).isTrue();
        json("GET", "/api/v1/events", "/api/v1/events?since=-1", null, 400);
        json("GET", "/api/v1/events", "/api/v1/events?since=9999999999999999999", null, 400);
    }

    private JsonObject events(String query) throws Exception {
        return json("GET", "/api/v1/events", "/api/v1/events" + query, null, 200);
    }

    private JsonObject json(String method, String template, String path, @Nullable String body, int status)
            throws Exception {
        HttpResponse<String> answer = call(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonObject described = Objects.requireNonNull(document.response(method + " " + template, status));
        JsonObject json = new JsonObject(answer.body());
        assertThat(document.problems(Objects.requireNonNull(document.jsonSchema(described)), json))
                .isEmpty();
        return json;
    }

    private HttpResponse<String> call(String method, String path, @Nullable String body) throws Exception {
        return server.send(
                method, path, body, "X-API-Key", ServerUnderTest.API_KEY, "Content-Type", "application/json");
    }
}
