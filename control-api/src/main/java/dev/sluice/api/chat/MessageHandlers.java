package dev.sluice.api.chat;

import dev.sluice.api.chat.ChatDesk.Visit;
import dev.sluice.api.http.ApiException;
import dev.sluice.api.http.ApiRequest;
import dev.sluice.api.http.ApiResponse;
import dev.sluice.api.http.Fields;
import dev.sluice.api.http.Paging;
import dev.sluice.engine.port.ChatMessage;
import dev.sluice.engine.port.ChatRepository;
import dev.sluice.engine.port.ChatRoomId;
import java.util.List;
import java.util.UUID;

/** Messages and reactions of a room. */
final class MessageHandlers {
    private final ChatDesk desk;
    private final ChatRepository repository;

    MessageHandlers(ChatDesk desk, ChatRepository repository) {
        this.desk = desk;
        this.repository = repository;
    }

    /** {@code POST …/chat}. */
    ApiResponse post(ApiRequest request) {
        String text = Fields.of(request).required("message");
        ChatMessage kept =
                desk.post(request.principal(), request.pathParameters().get("stream_id"), text);
        return ApiResponse.created(ChatJson.message(kept));
    }

    /** {@code GET …/chat}: newest first, or what is older than {@code before}, or newer than {@code after}. */
    ApiResponse list(ApiRequest request) {
        ChatRoomId room = StreamAccess.room(
                desk.stream(request.principal(), request.pathParameters().get("stream_id")));
        Paging paging = Paging.of(request);
        Long before = request.parameters().getLong("before");
        Long after = request.parameters().getLong("after");
        if (before != null && after != null) {
            throw ApiException.invalidRequest("Give before or after, not both.");
        }
        List<ChatMessage> found = after != null
                ? repository.after(room, after, paging.limit() + 1)
                : repository.before(
                        room, before == null ? Long.MAX_VALUE : before, paging.offset(), paging.limit() + 1);
        boolean more = found.size() > paging.limit();
        return ApiResponse.ok(ChatJson.list(
                more ? found.subList(0, paging.limit()) : found,
                ChatJson::message,
                paging,
                repository.countShown(room),
                more));
    }

    /** {@code DELETE …/chat/{message_id}}. */
    ApiResponse delete(ApiRequest request) {
        Visit visit = visit(request);
        UUID id = messageId(request);
        if (!ChatDesk.allowed("message_id", () -> desk.chat().delete(visit.place(), visit.user(), id))) {
            throw ApiException.notFound("Message");
        }
        return ApiResponse.noContent();
    }

    /** {@code POST …/chat/reactions}. */
    ApiResponse react(ApiRequest request) {
        String emoji = Fields.of(request).required("emoji");
        desk.react(request.principal(), request.pathParameters().get("stream_id"), emoji);
        return ApiResponse.noContent();
    }

    private Visit visit(ApiRequest request) {
        return desk.visit(request.principal(), request.pathParameters().get("stream_id"));
    }

    private static UUID messageId(ApiRequest request) {
        String text = request.pathParameters().get("message_id");
        try {
            UUID id = UUID.fromString(text == null ? "" : text);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException notAnId) {
            throw ApiException.notFound("Message");
        }
        throw ApiException.notFound("Message");
    }
}
