package dev.sluice.api.http;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A handler's answer.
 *
 * @param body null for none
 * @param headers beside the usual ones
 */
public record ApiResponse(int status, @Nullable JsonObject body, Map<String, String> headers) {
    public ApiResponse {
        headers = Map.copyOf(headers);
    }

    public ApiResponse(int status, JsonObject body) {
        this(status, body, Map.of());
    }

    public static ApiResponse ok(JsonObject body) {
        return new ApiResponse(200, body);
    }

    public static ApiResponse created(JsonObject body) {
        return new ApiResponse(201, body);
    }

    /** The same with other headers. */
    public ApiResponse with(Map<String, String> changed) {
        return new ApiResponse(status, body, changed);
    }

    public static ApiResponse noContent() {
        return new ApiResponse(204, null, Map.of());
    }
}
