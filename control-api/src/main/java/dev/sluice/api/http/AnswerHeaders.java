package dev.sluice.api.http;

import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Headers that a request gathers on its way, for whatever answer it ends with. Safe for threads. */
final class AnswerHeaders {
    private final Map<String, String> headers = new ConcurrentHashMap<>();

    Map<String, String> map() {
        return headers;
    }

    void putOn(HttpServerResponse response) {
        if (!response.headWritten()) {
            headers.forEach(response::putHeader);
        }
    }
}
