package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.identity.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every example of the platform contract's authentication and users sections, and what those routes refuse. */
class IdentityContractTest {
    private static final String AUTH = "/api/v1/auth";
    private static final String ME = "/api/v1/users/me";
    private static final String KEYS = "/api/v1/api-keys";
    private static final String JOHN = """
            {"email": "user@example.com", "username": "johndoe", "password": "SecureP@ss123",
             "full_name": "John Doe", "date_of_birth": "1990-01-01"}""";
    private static final String FORM = "username=johndoe&password=SecureP%40ss123";

    private final OpenApiDocument document;
    private ServerUnderTest server;

    IdentityContractTest() throws Exception {
        document = OpenApiDocument.fromClassPath();
    }

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
    void register_documentsExample_gives201WithEveryField() throws Exception {
        JsonObject body = json("POST " + AUTH + "/register", register(JOHN), 201);
        assertThat(body.getMap())
                .hasSize(6)
                .containsEntry("email", "user@example.com")
                .containsEntry("username", "johndoe")
                .containsEntry("full_name", "John Doe")
                .containsEntry("is_verified", false)
                .containsEntry("created_at", "2025-10-01T12:00:00Z");
        assertThat(server.identity
                        .accounts
                        .of(server.identity
                                .accountRows
                                .findByLogin("default", "johndoe")
                                .orElseThrow()
                                .principal())
                        .role())
                .isEqualTo(Role.BROADCASTER);
    }

    @Test
    void register_takenNameOrEmail_gives409() throws Exception {
        register(JOHN);
        JsonObject body = json("POST " + AUTH + "/register", register(JOHN.replace("johndoe", "JohnDoe")), 409);
        assertThat(body.getString("error")).isEqualTo("resource_exists");
    }

    @Test
    void register_everyFieldWrong_namesThemAll() throws Exception {
        HttpResponse<String> answer = register("""
                {"email": "nobody", "username": "a b", "password": 1, "full_name": ["x"],
                 "date_of_birth": "1990-02-30", "role": "admin"}""");
        assertThat(json("POST " + AUTH + "/register", answer, 422)
                        .getJsonObject("details")
                        .fieldNames())
                .containsExactly("date_of_birth", "email", "full_name", "password", "role", "username");
    }

    @Test
    void register_weakPassword_gives422() throws Exception {
        for (String weak : new String[] {"1234567", "a".repeat(129), "USER@example.com"}) {
            HttpResponse<String> answer = register(JOHN.replace("SecureP@ss123", weak));
            assertThat(json("POST " + AUTH + "/register", answer, 422)
                            .getJsonObject("details")
                            .fieldNames())
                    .as(weak)
                    .containsExactly("password");
        }
    }

    @Test
    void login_documentsExample_givesTokensThatWork() throws Exception {
        String id = new JsonObject(register(JOHN).body()).getString("id");
        JsonObject body = json("POST " + AUTH + "/login", login(FORM), 200);
        assertThat(body.getMap())
                .hasSize(5)
                .containsEntry("token_type", "bearer")
                .containsEntry("expires_in", 3600)
                .containsEntry(
                        "user",
                        new JsonObject()
                                .put("id", id)
                                .put("username", "johndoe")
                                .put("email", "user@example.com")
                                .getMap());
        JsonObject me = json("GET " + ME, server.get(ME, "Authorization", bearer(body)), 200);
        assertThat(me.getMap())
                .hasSize(12)
                .containsEntry("id", id)
                .containsEntry("username", "johndoe")
                .containsEntry("email", "user@example.com")
                .containsEntry("full_name", "John Doe")
                .containsEntry("bio", null)
                .containsEntry("avatar_url", null)
                .containsEntry("followers_count", 0)
                .containsEntry("following_count", 0)
                .containsEntry("is_verified", false)
                .containsEntry("is_premium", false)
                .containsEntry("created_at", "2025-10-01T12:00:00Z");
    }

    @Test
    void login_wrongPasswordAndUnknownName_giveTheSame401() throws Exception {
        register(JOHN);
        JsonObject wrong = json("POST " + AUTH + "/login", login("username=johndoe&password=wrong"), 401);
        JsonObject unknown = json("POST " + AUTH + "/login", login("username=nobody&password=wrong"), 401);
        assertThat(wrong.getString("error")).isEqualTo("invalid_credentials").isEqualTo(unknown.getString("error"));
        assertThat(wrong.getString("message")).isEqualTo(unknown.getString("message"));
    }

    @Test
    void login_manyFailures_gives429WithRetryAfterAndLetsInLater() throws Exception {
        register(JOHN);
        for (int i = 0; i < 5; i++) {
            json("POST " + AUTH + "/login", login("username=johndoe&password=wrong"), 401);
        }
        HttpResponse<String> refused = login(FORM);
        JsonObject body = json("POST " + AUTH + "/login", refused, 429);
        assertThat(body.getString("error")).isEqualTo("rate_limit_exceeded");
        assertThat(body.getInteger("retry_after")).isEqualTo(1);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        server.clock.advance(Duration.ofSeconds(1));
        json("POST " + AUTH + "/login", login(FORM), 200);
    }

    @Test
    void login_malformedForms_areRefused() throws Exception {
        assertThat(login("username=a&username=b&password=c").statusCode()).isEqualTo(400);
        assertThat(login("username=%ff&password=c").statusCode()).isEqualTo(400);
        assertThat(login("username=%zz&password=c").statusCode()).isEqualTo(400);
        assertThat(login("username").statusCode()).isEqualTo(400);
        assertThat(login("username=a&password=b&role=admin").statusCode()).isEqualTo(422);
        assertThat(login("username=a").statusCode()).isEqualTo(422);
        String long7k = "b".repeat(7000);
        assertThat(login("username=" + long7k + "&password=" + long7k + "&code=" + long7k)
                        .statusCode())
                .isEqualTo(413);
        assertThat(server.send("POST", AUTH + "/login", "{}", "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void refresh_rotatesAndReuseEndsTheLogin() throws Exception {
        register(JOHN);
        String first = new JsonObject(login(FORM).body()).getString("refresh_token");
        JsonObject renewed = json("POST " + AUTH + "/refresh", post(AUTH + "/refresh", token(first)), 200);
        assertThat(renewed.getMap())
                .hasSize(4)
                .containsEntry("token_type", "bearer")
                .containsEntry("expires_in", 3600);
        String second = renewed.getString("refresh_token");
        assertThat(second).isNotEqualTo(first);
        json("POST " + AUTH + "/refresh", post(AUTH + "/refresh", token(first)), 401);
        json("POST " + AUTH + "/refresh", post(AUTH + "/refresh", token(second)), 401);
    }

    @Test
    void logout_endsTheLogin_andIsSilentAboutUnknownTokens() throws Exception {
        register(JOHN);
        String token = new JsonObject(login(FORM).body()).getString("refresh_token");
        assertThat(post(AUTH + "/logout", token(token)).statusCode()).isEqualTo(204);
        assertThat(post(AUTH + "/logout", token("rt_unknown")).statusCode()).isEqualTo(204);
        json("POST " + AUTH + "/refresh", post(AUTH + "/refresh", token(token)), 401);
    }

    @Test
    void password_changed_endsAllLoginsAndTheOldPassword() throws Exception {
        register(JOHN);
        JsonObject tokens = new JsonObject(login(FORM).body());
        String password = AUTH + "/password";
        String wrong = "{\"current_password\": \"not it at all\", \"new_password\": \"another one 9\"}";
        json("POST " + password, post(password, wrong, "Authorization", bearer(tokens)), 401);
        String right = wrong.replace("not it at all", "SecureP@ss123");
        json(
                "POST " + password,
                post(password, right.replace("another one 9", "user@example.com"), "Authorization", bearer(tokens)),
                422);
        assertThat(post(password, right, "Authorization", bearer(tokens)).statusCode())
                .isEqualTo(204);
        json("POST " + AUTH + "/refresh", post(AUTH + "/refresh", token(tokens.getString("refresh_token"))), 401);
        json("POST " + AUTH + "/login", login(FORM), 401);
        server.clock.advance(Duration.ofMinutes(1));
        json("POST " + AUTH + "/login", login(FORM.replaceAll("password=[^&]+", "password=another+one+9")), 200);
    }

    @Test
    void logoutAll_endsEveryLogin() throws Exception {
        register(JOHN);
        JsonObject one = new JsonObject(login(FORM).body());
        JsonObject other = new JsonObject(login(FORM).body());
        assertThat(post(AUTH + "/logout-all", "", "Authorization", bearer(one)).statusCode())
                .isEqualTo(204);
        for (JsonObject tokens : List.of(one, other)) {
            json("POST " + AUTH + "/refresh", post(AUTH + "/refresh", token(tokens.getString("refresh_token"))), 401);
        }
        json("POST " + AUTH + "/login", login(FORM), 200);
    }

    @Test
    void twoFactor_disabled_isNotAskedForAnyMore() throws Exception {
        register(JOHN);
        String bearer = bearer(new JsonObject(login(FORM).body()));
        String disable = AUTH + "/2fa/disable";
        String body = "{\"password\": \"SecureP@ss123\", \"code\": \"%s\"}";
        json("POST " + disable, post(disable, body.formatted("123456"), "Authorization", bearer), 409);
        JsonObject enrolment =
                new JsonObject(post(AUTH + "/2fa/enable", "{\"method\": \"totp\"}", "Authorization", bearer)
                        .body());
        String code = TotpCodes.at(enrolment.getString("secret"), server.clock.instant());
        json("POST " + AUTH + "/2fa/verify", post(AUTH + "/2fa/verify", code(code), "Authorization", bearer), 200);
        String backup = enrolment.getJsonArray("backup_codes").getString(0);
        String stolen = body.replace("SecureP@ss123", "not it at all").formatted(backup);
        json("POST " + disable, post(disable, stolen, "Authorization", bearer), 401);
        server.clock.advance(Duration.ofMinutes(1));
        assertThat(post(disable, body.formatted(backup), "Authorization", bearer)
                        .statusCode())
                .isEqualTo(204);
        assertThat(new JsonObject(login(FORM).body()).getString("access_token")).isNotNull();
    }

    @Test
    void accessToken_afterAnHour_gives401InvalidToken() throws Exception {
        register(JOHN);
        JsonObject tokens = new JsonObject(login(FORM).body());
        server.clock.advance(Duration.ofHours(1).plusSeconds(5));
        JsonObject body = json("GET " + ME, server.get(ME, "Authorization", bearer(tokens)), 401);
        assertThat(body.getString("error")).isEqualTo("invalid_token");
    }

    @Test
    void twoFactor_wholeLife_isAsDocumented() throws Exception {
        register(JOHN);
        JsonObject tokens = new JsonObject(login(FORM).body());
        String enable = AUTH + "/2fa/enable";
        String verify = AUTH + "/2fa/verify";
        JsonObject enrolment =
                json("POST " + enable, post(enable, "{\"method\": \"totp\"}", "Authorization", bearer(tokens)), 200);
        assertThat(enrolment.getString("secret")).matches("[A-Z2-7]{32}");
        assertThat(enrolment.getString("qr_code")).startsWith("data:image/png;base64,iVBORw0KG");
        JsonArray backup = enrolment.getJsonArray("backup_codes");
        assertThat(backup).hasSize(10).allMatch(code -> code.toString().matches("[0-9]{8}"));

        json("POST " + AUTH + "/login", login(FORM), 200); // Not active before a first code was right.
        json("POST " + verify, post(verify, code("12345"), "Authorization", bearer(tokens)), 422);
        json("POST " + verify, post(verify, code(backup.getString(0)), "Authorization", bearer(tokens)), 401);
        String code = TotpCodes.at(enrolment.getString("secret"), server.clock.instant());
        json("POST " + verify, post(verify, code(code), "Authorization", bearer(tokens)), 200);
        json("POST " + enable, post(enable, "{\"method\": \"totp\"}", "Authorization", bearer(tokens)), 409);

        JsonObject challenge = json("POST " + AUTH + "/login", login(FORM), 200);
        assertThat(challenge.getMap())
                .hasSize(3)
                .containsEntry("two_factor_required", true)
                .containsEntry("expires_in", 300);
        String stand = "Bearer " + challenge.getString("challenge_token");
        json("GET " + ME, server.get(ME, "Authorization", stand), 401);
        json("POST " + verify, post(verify, code(code), "Authorization", stand), 401); // Used before.
        JsonObject done = json("POST " + verify, post(verify, code(backup.getString(0)), "Authorization", stand), 200);
        assertThat(done.getString("token_type")).isEqualTo("bearer");
        json("GET " + ME, server.get(ME, "Authorization", bearer(done)), 200);
        json("POST " + verify, post(verify, code(backup.getString(0)), "Authorization", stand), 401);

        server.clock.advance(Duration.ofSeconds(60));
        String next = TotpCodes.at(enrolment.getString("secret"), server.clock.instant());
        assertThat(json("POST " + AUTH + "/login", login(FORM + "&code=" + next), 200)
                        .getMap())
                .hasSize(5);
        json("POST " + verify, post(verify, code(next)), 401);
    }

    @Test
    void updateMe_documentsExample_givesTheChangedProfile() throws Exception {
        register(JOHN);
        JsonObject tokens = new JsonObject(login(FORM).body());
        server.clock.advance(Duration.ofMinutes(1));
        JsonObject body = json("PUT " + ME, put("""
                {"full_name": "John Smith", "bio": "Professional content creator",
                 "website": "https://johnsmith.com"}""", tokens), 200);
        assertThat(body.getMap())
                .containsEntry("username", "johndoe")
                .containsEntry("full_name", "John Smith")
                .containsEntry("bio", "Professional content creator")
                .containsEntry("website", "https://johnsmith.com")
                .containsEntry("updated_at", "2025-10-01T12:01:00Z");
        JsonObject partly = json("PUT " + ME, put("{\"bio\": null}", tokens), 200);
        assertThat(partly.getMap()).containsEntry("bio", null).containsEntry("full_name", "John Smith");
    }

    @Test
    void updateMe_readOnlyAndWrongFields_areNamed() throws Exception {
        register(JOHN);
        JsonObject tokens = new JsonObject(login(FORM).body());
        JsonObject body = json("PUT " + ME, put("""
                {"username": "x", "role": "admin", "is_verified": true, "avatar_url": "javascript:alert(1)"}""", tokens), 422);
        assertThat(body.getJsonObject("details").fieldNames())
                .containsExactly("avatar_url", "is_verified", "role", "username");
    }

    @Test
    void apiKeys_createdUsedListedRevoked_areAsDocumented() throws Exception {
        JsonObject created = json("POST " + KEYS, server.postKeyed(KEYS, """
                {"name": "platform", "role": "admin", "tenant": "acme"}"""), 201);
        String secret = created.getString("key");
        assertThat(secret).startsWith("sk_").startsWith(created.getString("prefix"));
        assertThat(created.getString("tenant")).isEqualTo("acme");
        assertThat(server.get(KEYS, "Authorization", "Bearer " + secret).statusCode())
                .isEqualTo(200);
        JsonObject list = json("GET " + KEYS, server.get(KEYS, "X-API-Key", secret), 200);
        assertThat(list.getJsonObject("pagination").getMap())
                .containsEntry("total", 1)
                .containsEntry("has_next", false);
        assertThat(list.encode()).doesNotContain(secret);

        String one = KEYS + "/" + created.getString("id");
        assertThat(server.send("DELETE", one, null, "X-API-Key", ServerUnderTest.API_KEY)
                        .statusCode())
                .as("another tenant's key")
                .isEqualTo(404);
        assertThat(server.send("DELETE", one, null, "X-API-Key", secret).statusCode())
                .isEqualTo(204);
        json("GET " + KEYS, server.get(KEYS, "X-API-Key", secret), 401);
    }

    @Test
    void apiKeys_askingForTooMuch_areRefusedByField() throws Exception {
        String acme = json("POST " + KEYS, server.postKeyed(KEYS, """
                        {"name": "a", "role": "admin", "tenant": "acme", "tier": "basic"}"""), 201).getString("key");
        JsonObject body = json("POST " + KEYS, post(KEYS, """
                {"name": "b", "tenant": "other", "tier": "pro"}""", "X-API-Key", acme), 422);
        assertThat(body.getJsonObject("details").fieldNames()).containsExactly("tenant", "tier");
        JsonObject wrong = json("POST " + KEYS, server.postKeyed(KEYS, """
                {"role": "king", "scopes": ["streams:fly"], "tier": "gold", "id": "x"}"""), 422);
        assertThat(wrong.getJsonObject("details").fieldNames())
                .containsExactly("id", "name", "role", "scopes.0", "tier");
    }

    @Test
    void apiKeys_withoutTheScope_give403() throws Exception {
        String service = json("POST " + KEYS, server.postKeyed(KEYS, "{\"name\": \"service\"}"), 201)
                .getString("key");
        JsonObject body = json("GET " + KEYS, server.get(KEYS, "X-API-Key", service), 403);
        assertThat(body.getString("error")).isEqualTo("permission_denied");
    }

    @Test
    void jwks_always_holdsPublicKeysOnly() throws Exception {
        HttpResponse<String> answer = server.get("/.well-known/jwks.json");
        JsonObject key = json("GET /.well-known/jwks.json", answer, 200)
                .getJsonArray("keys")
                .getJsonObject(0);
        assertThat(key.getString("alg")).isEqualTo("ES256");
        assertThat(key.containsKey("d")).isFalse();
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=300");
        assertThat(server.get("/.hidden").statusCode()).isEqualTo(404);
        assertThat(server.get("/.well-known/.jwks.json").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> register(String body) throws Exception {
        return post(AUTH + "/register", body);
    }

    private HttpResponse<String> login(String form) throws Exception {
        return server.send("POST", AUTH + "/login", form, "Content-Type", "application/x-www-form-urlencoded");
    }

    private HttpResponse<String> put(String body, JsonObject tokens) throws Exception {
        return server.send("PUT", ME, body, "Authorization", bearer(tokens), "Content-Type", "application/json");
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return server.send("POST", path, body, "Content-Type", "application/json");
    }

    private HttpResponse<String> post(String path, String body, String header, String value) throws Exception {
        return server.send("POST", path, body, "Content-Type", "application/json", header, value);
    }

    private static String bearer(JsonObject tokens) {
        return "Bearer " + tokens.getString("access_token");
    }

    private static String token(String refreshToken) {
        return "{\"refresh_token\": \"" + refreshToken + "\"}";
    }

    private static String code(String code) {
        return "{\"code\": \"" + code + "\"}";
    }

    /** The body, after a check of status and shape against the document. */
    private JsonObject json(String operation, HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(operation + " " + answer.body()).isEqualTo(status);
        JsonObject response = document.response(operation, status);
        assertThat(response).as("%s %d is documented", operation, status).isNotNull();
        JsonObject body = new JsonObject(answer.body());
        JsonObject schema = Objects.requireNonNull(document.jsonSchema(Objects.requireNonNull(response)));
        // Optional fields of these schemas are checked field by field above.
        assertThat(document.problems(schema, body)).as(operation).isEmpty();
        return body;
    }
}
