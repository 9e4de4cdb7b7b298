package dev.sluice.api.identity;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.identity.token.SigningKeys;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** {@code /.well-known/jwks.json}: what others verify this server's access tokens with. */
final class PublicKeys implements ApiHandler {
    private static final String CACHE = "public, max-age=300";

    private final SigningKeys keys;

    PublicKeys(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        JsonArray jwks = new JsonArray();
        keys.publicJwks().forEach(jwk -> jwks.add(new JsonObject(jwk)));
        return new ApiResponse(200, new JsonObject().put("keys", jwks), Map.of("Cache-Control", CACHE));
    }
}
