package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.identity.AuditEntry;
import dev.sluice.identity.Principal;
import dev.sluice.identity.PrincipalKind;
import dev.sluice.identity.Role;
import dev.sluice.identity.Tier;
import dev.sluice.identity.limit.MemoryRequestLimiter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits, idempotency keys, roles and the audit log, over real HTTP. */
class AdmissionTest {
    private static final String LIVE = "/api/v1/live-streaming";
    private static final String CREATE = LIVE + "/create";
    private static final String DRAFT = "{\"title\": \"A\"}";

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
    void limit_ofTheTier_isToldInEveryAnswerAndThenRefuses() throws Exception {
        server.limiter = new MemoryRequestLimiter(server.clock);
        signIn("default", "somebody", Role.BROADCASTER, Tier.FREE);
        for (int left = 59; left >= 0; left--) {
            HttpResponse<String> answer = server.get(LIVE);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-RateLimit-Limit")).hasValue("60");
            assertThat(answer.headers().firstValue("X-RateLimit-Remaining")).hasValue(Integer.toString(left));
        }
        HttpResponse<String> refused = server.get(LIVE);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(refused.headers().firstValue("X-RateLimit-Remaining")).hasValue("0");
        long reset = refused.headers().firstValueAsLong("X-RateLimit-Reset").orElseThrow();
        assertThat(reset).isEqualTo(ServerUnderTest.NOW.getEpochSecond() + 60);
        JsonObject body = new JsonObject(refused.body());
        assertThat(body.getString("error")).isEqualTo("rate_limit_exceeded");
        assertThat(body.getString("message")).isEqualTo("Rate limit exceeded. Try again in 1 seconds.");
        assertThat(body.getInteger("retry_after")).isEqualTo(1);
        server.clock.advance(Duration.ofSeconds(1));
        assertThat(server.get(LIVE).statusCode()).isEqualTo(200);
    }

    @Test
    void limit_ofAnotherCaller_isItsOwn() throws Exception {
        server.limiter = new MemoryRequestLimiter(server.clock);
        signIn("default", "one", Role.BROADCASTER, Tier.FREE);
        for (int i = 0; i < 60; i++) {
            server.get(LIVE);
        }
        assertThat(server.get(LIVE).statusCode()).isEqualTo(429);
        signIn("default", "two", Role.BROADCASTER, Tier.FREE);
        assertThat(server.get(LIVE).statusCode()).isEqualTo(200);
        signIn("other", "one", Role.BROADCASTER, Tier.FREE);
        assertThat(server.get(LIVE).statusCode()).isEqualTo(200);
        signIn("default", "one", Role.SERVICE, Tier.ENTERPRISE);
        assertThat(server.get(LIVE).statusCode()).isEqualTo(200);
    }

    @Test
    void guessedKeys_areLimitedByAddress() throws Exception {
        server.limiter = new MemoryRequestLimiter(server.clock);
        for (int i = 0; i < 60; i++) {
            assertThat(server.get(LIVE, "X-API-Key", "guess-" + i).statusCode()).isEqualTo(401);
        }
        assertThat(server.get(LIVE, "X-API-Key", "guess").statusCode()).isEqualTo(429);
        assertThat(server.getKeyed(LIVE).statusCode()).isEqualTo(200);
    }

    @Test
    void idempotencyKey_sameRequestAgain_getsTheSameAnswerAndMakesNothingNew() throws Exception {
        HttpResponse<String> first = create("key-1", DRAFT);
        HttpResponse<String> again = create("key-1", DRAFT);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag"));
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(create("key-2", DRAFT).body()).isNotEqualTo(first.body());
        assertThat(total()).isEqualTo(2);
    }

    @Test
    void idempotencyKey_anotherRequestOrUnfit_isRefused() throws Exception {
        create("key-1", DRAFT);
        HttpResponse<String> other = create("key-1", "{\"title\": \"B\"}");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(new JsonObject(other.body()).getString("error")).isEqualTo("idempotency_key_reused");
        assertThat(create("k".repeat(256), DRAFT).statusCode()).isEqualTo(400);
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void idempotencyKey_ofARefusedRequest_isFreeAgain() throws Exception {
        assertThat(create("key-1", "{}").statusCode()).isEqualTo(422);
        assertThat(create("key-1", DRAFT).statusCode()).isEqualTo(201);
    }

    @Test
    void changes_areLoggedBeforeAndAfter_readsAreNot() throws Exception {
        server.postKeyed(CREATE, DRAFT);
        server.postKeyed(CREATE, "{}");
        server.getKeyed(LIVE);
        List<AuditEntry> newestFirst = server.audit.before("default", Long.MAX_VALUE, 10);
        assertThat(newestFirst).extracting(AuditEntry::status).containsExactly(422, 0, 201, 0);
        assertThat(newestFirst).extracting(AuditEntry::action).containsOnly("POST " + CREATE);
        assertThat(newestFirst).extracting(AuditEntry::clientAddress).containsOnly("127.0.0.1");
        JsonObject page =
                new JsonObject(server.getKeyed("/api/v1/audit?limit=3").body());
        assertThat(page.getJsonArray("data")).hasSize(3);
        assertThat(page.getJsonObject("pagination").getBoolean("has_next")).isTrue();
        long next = page.getJsonObject("pagination").getLong("next_before");
        JsonArray rest =
                new JsonObject(server.getKeyed("/api/v1/audit?before=" + next).body()).getJsonArray("data");
        assertThat(rest).hasSize(1);
        assertThat(rest.getJsonObject(0).getValue("status")).isNull();
    }

    @Test
    void outcome_thatCannotBeLogged_doesNotUndoTheAnswerOrFreeTheKey() throws Exception {
        server.audit.loseOutcomes = true;
        HttpResponse<String> first = create("key-1", DRAFT);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(create("key-1", DRAFT).body()).isEqualTo(first.body());
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void conflict_ofTheEngine_isLoggedWithItsStatus() throws Exception {
        String id = new JsonObject(server.postKeyed(CREATE, DRAFT).body()).getString("id");
        assertThat(server.postKeyed(LIVE + "/" + id + "/stop", "").statusCode()).isEqualTo(409);
        assertThat(server.audit.before("default", Long.MAX_VALUE, 1).getFirst().status())
                .isEqualTo(409);
    }

    @Test
    void roles_withoutTheScope_areDenied() throws Exception {
        signIn("default", "viewer", Role.VIEWER, Tier.ENTERPRISE);
        assertThat(server.get(LIVE).statusCode()).isEqualTo(200);
        HttpResponse<String> denied = server.send("POST", CREATE, DRAFT, "Content-Type", "application/json");
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(new JsonObject(denied.body()).getString("error")).isEqualTo("permission_denied");
        signIn("default", "service", Role.SERVICE, Tier.ENTERPRISE);
        assertThat(server.get("/api/v1/audit").statusCode()).isEqualTo(403);
    }

    @Test
    void streams_ofAnotherOwnerAndTenant_areDeniedAndUnknown() throws Exception {
        String one = LIVE + "/" + new JsonObject(server.postKeyed(CREATE, DRAFT).body()).getString("id");
        signIn("default", "other", Role.BROADCASTER, Tier.ENTERPRISE);
        assertThat(server.get(one).statusCode()).isEqualTo(200);
        for (String method : List.of("PATCH", "DELETE")) {
            assertThat(change(method, one).statusCode()).isEqualTo(403);
        }
        for (String verb : List.of("/start", "/stop", "/stream-key:rotate", "/playback-passes")) {
            assertThat(change("POST", one + verb).statusCode()).as(verb).isEqualTo(403);
        }
        assertThat(server.get(one + "/analytics").statusCode()).isEqualTo(403);
        signIn("foreign", "admin", Role.ADMIN, Tier.ENTERPRISE);
        for (String path : List.of(one, one + "/stats", one + "/analytics")) {
            assertThat(server.get(path).statusCode()).as(path).isEqualTo(404);
        }
        for (String method : List.of("PATCH", "DELETE")) {
            assertThat(change(method, one).statusCode()).isEqualTo(404);
        }
        for (String verb : List.of("/start", "/stop", "/stream-key:rotate", "/playback-passes")) {
            assertThat(change("POST", one + verb).statusCode()).as(verb).isEqualTo(404);
        }
    }

    private HttpResponse<String> change(String method, String path) throws Exception {
        String body = method.equals("PATCH") ? DRAFT : "";
        return server.send(method, path, body, "Content-Type", "application/json");
    }

    private HttpResponse<String> create(String idempotencyKey, String json) throws Exception {
        return server.send(
                "POST",
                CREATE,
                json,
                "X-API-Key",
                ServerUnderTest.API_KEY,
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                idempotencyKey);
    }

    private int total() throws Exception {
        return new JsonObject(server.getKeyed(LIVE).body())
                .getJsonObject("pagination")
                .getInteger("total");
    }

    private void signIn(String tenant, String subject, Role role, Tier tier) {
        Principal principal = new Principal(tenant, PrincipalKind.ACCOUNT, subject, subject, role, role.scopes(), tier);
        server.authenticator = (authorization, apiKey) -> principal;
    }
}
