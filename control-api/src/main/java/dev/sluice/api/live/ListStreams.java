package dev.sluice.api.live;

import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.port.StreamPage;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.engine.port.ViewerStats;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code GET /live-streaming?status&page&limit}, newest first. */
public final class ListStreams implements ApiHandler {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final int MAX_PAGE = 100_000;
    private static final int MAX_DIGITS = 9;

    private final StreamControl streams;
    private final ViewerStats viewers;

    public ListStreams(StreamControl streams, ViewerStats viewers) {
        this.streams = streams;
        this.viewers = viewers;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        StreamStatus status = status(request.query().get("status"));
        int page = number(request, "page", /* defaultValue= */ 1, MAX_PAGE);
        int limit = number(request, "limit", DEFAULT_LIMIT, MAX_LIMIT);
        StreamPage found = streams.list(status, page, limit);
        JsonArray data = new JsonArray();
        found.streams().forEach(stream -> data.add(item(stream)));
        return ApiResponse.ok(new JsonObject()
                .put("data", data)
                .put("pagination", new JsonObject().put("page", page).put("total", found.total())));
    }

    private JsonObject item(StreamRecord stream) {
        return new JsonObject()
                .put("id", stream.id().toString())
                .put("title", stream.title())
                .put("status", StreamJson.name(stream.status()))
                .put("viewer_count", viewers.current(stream.id()))
                .putNull("thumbnail_url");
    }

    private static @Nullable StreamStatus status(@Nullable String text) {
        if (text == null) {
            return null;
        }
        for (StreamStatus known : StreamStatus.values()) {
            if (StreamJson.name(known).equals(text)) {
                return known;
            }
        }
        throw invalid("status", "Must be live, scheduled or ended.");
    }

    private static int number(ApiRequest request, String name, int defaultValue, int max) {
        String text = request.query().get(name);
        if (text == null) {
            return defaultValue;
        }
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = digits ? Integer.parseInt(text) : 0;
        if (value < 1 || value > max) {
            throw invalid(name, "Must be a whole number from 1 to " + max + ".");
        }
        return value;
    }

    private static ApiException invalid(String parameter, String problem) {
        return ApiException.invalidRequest("A query parameter is not valid.", Map.of(parameter, problem));
    }
}
