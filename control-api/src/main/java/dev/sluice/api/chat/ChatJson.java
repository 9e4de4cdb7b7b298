package dev.sluice.api.chat;

import dev.sluice.api.http.Paging;
import dev.sluice.api.http.Timestamps;
import dev.sluice.engine.port.ChatBan;
import dev.sluice.engine.port.ChatMessage;
import dev.sluice.engine.port.ChatModerator;
import dev.sluice.engine.port.ChatSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** The words of the chat resource. */
public final class ChatJson {
    private ChatJson() {}

    /** What {@code data} of a chat message holds, in answers and on sockets. */
    public static JsonObject message(ChatMessage message) {
        return new JsonObject()
                .put("id", message.id().toString())
                .put("user", message.authorName())
                .put("user_id", message.authorId())
                .put("message", message.text())
                .put("timestamp", Timestamps.millis(message.createdAt()))
                .put("sequence", message.sequence());
    }

    static JsonObject settings(ChatSettings settings) {
        return new JsonObject()
                .put("enabled", settings.enabled())
                .put("slow_mode_seconds", settings.slowModeSeconds())
                .put("max_length", settings.maxLength());
    }

    static JsonObject ban(ChatBan ban) {
        return new JsonObject()
                .put("user_id", ban.userId())
                .put("reason", ban.reason())
                .put("banned_by", ban.by())
                .put("created_at", Timestamps.seconds(ban.createdAt()))
                .put("until", Timestamps.seconds(ban.until()));
    }

    static JsonObject moderator(ChatModerator moderator) {
        return new JsonObject()
                .put("user_id", moderator.userId())
                .put("added_by", moderator.by())
                .put("created_at", Timestamps.seconds(moderator.createdAt()));
    }

    static <T> JsonObject list(List<T> items, Function<T, JsonObject> form, Paging paging, long total, boolean more) {
        JsonArray data = new JsonArray();
        items.forEach(item -> data.add(form.apply(item)));
        return new JsonObject().put("data", data).put("pagination", paging.json(total, more));
    }
}
