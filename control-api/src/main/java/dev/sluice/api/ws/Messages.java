package dev.sluice.api.ws;

import dev.sluice.api.chat.ChatJson;
import dev.sluice.api.chat.UserIds;
import dev.sluice.api.http.ApiException;
import dev.sluice.api.upload.UploadJson;
import dev.sluice.api.video.JobJson;
import dev.sluice.engine.asset.AssetId;
import dev.sluice.engine.chat.ReactionBurst;
import dev.sluice.engine.job.JobRecord;
import dev.sluice.engine.port.ChatChange;
import dev.sluice.engine.upload.Upload;
import dev.sluice.identity.Principal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every message that the server sends, but events. */
final class Messages {
    private Messages() {}

    static OutMessage authenticated(Principal principal) {
        JsonObject user = new JsonObject()
                .put("id", UserIds.of(principal))
                .put("username", principal.name())
                .put("role", principal.role().text());
        return OutMessage.of(typed("authenticated").put("user", user));
    }

    static OutMessage subscribed(Collection<String> channels) {
        return OutMessage.of(typed("subscribed").put("channels", new JsonArray(List.copyOf(channels))));
    }

    static OutMessage unsubscribed(Collection<String> channels) {
        return OutMessage.of(typed("unsubscribed").put("channels", new JsonArray(List.copyOf(channels))));
    }

    /** @param about fields of the message that failed, so that a client knows which */
    static OutMessage error(ApiException error, JsonObject about) {
        JsonObject message = typed("error").put("error", error.code()).put("message", error.text());
        if (!error.details().isEmpty()) {
            JsonObject details = new JsonObject();
            new TreeMap<>(error.details()).forEach(details::put);
            message.put("details", details);
        }
        if (error.retryAfterSeconds() > 0) {
            message.put("retry_after", error.retryAfterSeconds());
        }
        return OutMessage.of(message.mergeIn(about));
    }

    static OutMessage pong() {
        return OutMessage.of(typed("pong"));
    }

    static OutMessage gap(long since, long newest) {
        return OutMessage.of(typed("gap").put("since", since).put("newest", newest));
    }

    static OutMessage chatAck(String id, @Nullable String clientId) {
        JsonObject ack = typed("chat_ack").put("id", id);
        return OutMessage.of(clientId == null ? ack : ack.put("client_id", clientId));
    }

    static OutMessage chat(ChatChange change) {
        String stream = change.room().stream().toString();
        return switch (change) {
            case ChatChange.Posted posted ->
                OutMessage.of(
                        typed("chat_message").put("stream_id", stream).put("data", ChatJson.message(posted.message())));
            case ChatChange.Deleted deleted ->
                OutMessage.of(typed("chat_message_deleted")
                        .put("stream_id", stream)
                        .put(
                                "data",
                                new JsonObject()
                                        .put("id", deleted.messageId().toString())
                                        .put("sequence", deleted.sequence())));
        };
    }

    static OutMessage reaction(ReactionBurst burst) {
        JsonObject data = new JsonObject()
                .put("user", burst.userName())
                .put("emoji", burst.emoji())
                .put("count", burst.count());
        return OutMessage.droppable(typed("reaction")
                .put("stream_id", burst.room().stream().toString())
                .put("data", data));
    }

    static OutMessage viewerCount(String streamId, long count) {
        return OutMessage.droppable(
                typed("viewer_count").put("stream_id", streamId).put("count", count));
    }

    static OutMessage uploadProgress(Upload upload) {
        return progress("upload_progress", upload.id(), UploadJson.progressOf(upload));
    }

    static OutMessage processingProgress(JobRecord job, Instant now) {
        return progress("processing_progress", job.asset(), JobJson.progressOf(job, now));
    }

    private static OutMessage progress(String type, AssetId video, JsonObject data) {
        return OutMessage.droppable(
                typed(type).put("video_id", video.toString()).put("data", data));
    }

    static OutMessage notification(UUID id, String message, @Nullable JsonObject extra) {
        JsonObject data = new JsonObject().put("id", id.toString()).put("message", message);
        return OutMessage.of(typed("notification").put("data", extra == null ? data : data.put("data", extra)));
    }

    private static JsonObject typed(String type) {
        return new JsonObject().put("type", type);
    }
}
