package dev.sluice.api.events;

import dev.sluice.api.http.ApiHandler;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Timestamps;
import dev.sluice.events.Event;
import dev.sluice.events.EventHistory;
import dev.sluice.events.EventLog;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * {@code GET /events?since&type&object_id&limit}, oldest first. A reader that goes on from {@code next_since} misses
 * nothing; {@code gap} tells one who comes too late that older events are no longer kept.
 */
final class ListEvents implements ApiHandler {
    private final EventLog events;
    private final EventHistory history;

    ListEvents(EventLog events, EventHistory history) {
        this.events = events;
        this.history = history;
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        long since = request.parameters().getLong("since");
        int limit = request.parameters().getInteger("limit");
        String type = request.parameters().getString("type");
        String objectId = request.parameters().getString("object_id");
        // Before the events are read: what is newer may be missing from them.
        long newest = events.newest();
        List<Event> found = history.find(request.principal().tenant(), since, type, objectId, limit + 1);
        // After they are read: what a sweep took away meanwhile is missing from them.
        long oldest = events.oldest().orElse(newest + 1);
        boolean hasNext = found.size() > limit;
        List<Event> shown = hasNext ? found.subList(0, limit) : found;
        long last = shown.isEmpty() ? since : shown.getLast().sequence();
        JsonArray data = new JsonArray();
        shown.forEach(event -> data.add(json(event)));
        return ApiResponse.ok(new JsonObject()
                .put("data", data)
                .put(
                        "pagination",
                        new JsonObject()
                                .put("next_since", hasNext ? last : Math.max(last, newest))
                                .put("has_next", hasNext))
                .put("gap", since < oldest - 1));
    }

    private static JsonObject json(Event event) {
        return new JsonObject()
                .put("id", event.id())
                .put("sequence", event.sequence())
                .put("type", event.type())
                .put("object_type", event.objectType())
                .put("object_id", event.objectId())
                .put("object_sequence", event.objectSequence())
                .put("created_at", Timestamps.millis(event.createdAt()))
                .put("data", new JsonObject().put("object", new JsonObject(event.objectJson())));
    }
}
