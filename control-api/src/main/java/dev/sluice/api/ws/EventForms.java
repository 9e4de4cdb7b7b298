package dev.sluice.api.ws;

import dev.sluice.events.Event;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event as sockets get it: whole for those who manage the object, without its inner side for those who watch. */
final class EventForms {
    private static final String STREAM = "stream";
    private static final String VIDEO = "video";

    /** Of a stream, what every viewer may know. */
    private static final Set<String> PUBLIC_FIELDS = Set.of(
            "id",
            "type",
            "title",
            "description",
            "status",
            "visibility",
            "scheduled_start",
            "started_at",
            "ended_at",
            "duration",
            "viewer_count",
            "peak_viewers",
            "total_views",
            "hls_url",
            "dash_url",
            "watch_url",
            "thumbnail_url",
            "chat_enabled");

    private final Event event;
    private @Nullable OutMessage whole; // Guarded by this.
    private @Nullable OutMessage reduced; // Guarded by this.

    EventForms(Event event) {
        this.event = event;
    }

    Event event() {
        return event;
    }

    boolean isOfStream() {
        return event.objectType().equals(STREAM);
    }

    boolean isOfVideo() {
        return event.objectType().equals(VIDEO);
    }

    boolean matches(Topic topic) {
        return topic.tenant().equals(event.tenant())
                && switch (topic.kind()) {
                    case EVENTS -> true;
                    case STREAM -> isOfStream() && topic.name().equals(event.objectId());
                    case VIDEO -> isOfVideo() && topic.name().equals(event.objectId());
                    case CHAT, ALL_CHAT, USER -> false;
                };
    }

    synchronized OutMessage form(boolean forManagers) {
        if (forManagers) {
            whole = whole == null ? write(new JsonObject(event.objectJson())) : whole;
            return whole;
        }
        if (reduced == null) {
            JsonObject object = new JsonObject(event.objectJson());
            object.fieldNames().retainAll(PUBLIC_FIELDS);
            reduced = write(object);
        }
        return reduced;
    }

    private OutMessage write(JsonObject object) {
        JsonObject message = new JsonObject()
                .put("type", "event")
                .put("event", event.type())
                .put("id", event.id())
                .put("sequence", event.sequence())
                .put("created", event.createdAt().getEpochSecond());
        if (isOfStream()) {
            message.put("stream_id", event.objectId());
        }
        if (isOfVideo()) {
            message.put("video_id", event.objectId());
        }
        return OutMessage.of(message.put("data", new JsonObject().put("object", object)));
    }
}
