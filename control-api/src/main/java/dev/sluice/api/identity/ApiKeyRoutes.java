package dev.sluice.api.identity;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Fields;
import dev.sluice.api.http.Paging;
import dev.sluice.api.http.Timestamps;
import dev.sluice.identity.IdentityException;
import dev.sluice.identity.Role;
import dev.sluice.identity.Scope;
import dev.sluice.identity.Tier;
import dev.sluice.identity.apikey.ApiKeyDraft;
import dev.sluice.identity.apikey.ApiKeyPage;
import dev.sluice.identity.apikey.ApiKeyRecord;
import dev.sluice.identity.apikey.ApiKeys;
import dev.sluice.identity.apikey.CreatedApiKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /api-keys}. */
final class ApiKeyRoutes {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final ApiKeys keys;

    ApiKeyRoutes(ApiKeys keys) {
        this.keys = keys;
    }

    /** The only answer that ever holds the key. */
    ApiResponse create(ApiRequest request) throws IdentityException {
        Fields fields = Fields.of(request);
        String name = fields.required("name").strip();
        if (name.isEmpty()) {
            fields.problem("name", "Must not be blank.");
        }
        String role = fields.text("role");
        String tier = fields.text("tier");
        Set<Scope> scopes = scopes(fields);
        fields.check();
        CreatedApiKey created = keys.create(
                request.principal(),
                new ApiKeyDraft(
                        name,
                        role == null ? null : Role.of(role).orElseThrow(),
                        scopes,
                        tier == null ? null : Tier.of(tier).orElseThrow(),
                        fields.text("tenant")));
        return ApiResponse.created(item(created.key()).put("key", created.secret()));
    }

    ApiResponse list(ApiRequest request) {
        Paging paging = Paging.of(request);
        ApiKeyPage found = keys.list(request.principal(), paging.page(), paging.limit());
        JsonArray data = new JsonArray();
        found.keys().forEach(key -> data.add(item(key)));
        return ApiResponse.ok(new JsonObject().put("data", data).put("pagination", paging.json(found.total())));
    }

    ApiResponse revoke(ApiRequest request) throws IdentityException {
        String id = request.pathParameters().get("key_id");
        if (id == null || !ID.matcher(id).matches()) {
            throw ApiException.notFound("API key");
        }
        keys.revoke(request.principal(), UUID.fromString(id));
        return ApiResponse.noContent();
    }

    private static JsonObject item(ApiKeyRecord key) {
        List<String> scopes = key.scopes().stream().sorted().map(Scope::text).toList();
        return new JsonObject()
                .put("id", key.id().toString())
                .put("name", key.name())
                .put("prefix", key.prefix())
                .put("tenant", key.tenant())
                .put("role", key.role().text())
                .put("scopes", new JsonArray(scopes))
                .put("tier", key.tier().text())
                .put("created_at", Timestamps.seconds(key.createdAt()))
                .put("last_used_at", Timestamps.seconds(key.lastUsedAt()));
    }

    private static @Nullable Set<Scope> scopes(Fields fields) {
        List<String> texts = fields.texts("scopes");
        if (texts == null) {
            return null;
        }
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String text : texts) {
            Scope.of(text).ifPresentOrElse(scopes::add, () -> fields.problem("scopes", "There is no such scope."));
        }
        return scopes;
    }
}
