package dev.sluice.api.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Sends answers. Ends the response; does nothing when the client has gone or was answered already. */
public final class JsonAnswers {
    private JsonAnswers() {}

    public static void send(HttpServerResponse response, ApiResponse answer) {
        if (response.closed() || response.ended()) {
            return;
        }
        answer.headers().forEach(response::putHeader);
        JsonObject body = answer.body();
        if (body == null) {
            response.setStatusCode(answer.status()).end();
        } else {
            send(response, answer.status(), body);
        }
    }

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
