package dev.sluice.api.http;

import io.vertx.core.json.JsonObject;

/** A handler's answer. */
public record ApiResponse(int status, JsonObject body) {
    public static ApiResponse ok(JsonObject body) {
        return new ApiResponse(200, body);
    }

    public static ApiResponse created(JsonObject body) {
        return new ApiResponse(201, body);
    }
}
