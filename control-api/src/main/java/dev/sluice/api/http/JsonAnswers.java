package dev.sluice.api.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Sends JSON. */
public final class JsonAnswers {
    private JsonAnswers() {}

    /** Ends the response; does nothing when the client has gone or was answered already. */
    public static void send(HttpServerResponse response, int status, JsonObject body) {
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(status).putHeader("Content-Type", "application/json");
        if (!response.headers().contains("Cache-Control")) {
            response.putHeader("Cache-Control", "no-store");
        }
        response.end(body.toBuffer());
    }
}
