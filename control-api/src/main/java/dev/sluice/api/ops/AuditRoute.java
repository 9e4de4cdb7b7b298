package dev.sluice.api.ops;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Timestamps;
import dev.sluice.identity.AuditEntry;
import dev.sluice.identity.AuditLog;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code GET /api/v1/audit?before&limit}: who changed what in the caller's tenant, newest first. */
public final class AuditRoute implements ApiHandler {
    private final AuditLog log;

    public AuditRoute(AuditLog log) {
        this.log = log;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        long before = request.parameters().getLong("before", Long.MAX_VALUE);
        int limit = request.parameters().getInteger("limit");
        List<AuditEntry> found = log.before(request.principal().tenant(), before, limit + 1);
        JsonArray data = new JsonArray();
        found.stream().limit(limit).forEach(entry -> data.add(json(entry)));
        boolean more = found.size() > limit;
        return ApiResponse.ok(new JsonObject()
                .put("data", data)
                .put(
                        "pagination",
                        new JsonObject()
                                .put("limit", limit)
                                .put("has_next", more)
                                .put("next_before", more ? found.get(limit - 1).id() : null)));
    }

    private static JsonObject json(AuditEntry entry) {
        return new JsonObject()
                .put("id", entry.id())
                .put("at", Timestamps.millis(entry.at()))
                .put("actor", entry.actor())
                .put("actor_name", entry.actorName())
                .put("action", entry.action())
                .put("object", entry.object())
                .put("client_address", entry.clientAddress())
                .put("request_id", entry.requestId())
                .put("status", entry.status() == 0 ? null : entry.status());
    }
}
