package dev.sluice.api.chat;

import dev.sluice.api.http.ApiException;
import dev.sluice.engine.chat.ChatPlace;
import dev.sluice.engine.chat.ChatRefusedException;
import dev.sluice.engine.chat.ChatService;
import dev.sluice.engine.chat.ChatUser;
import dev.sluice.engine.control.StreamControl;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ChatMessage;
import dev.sluice.engine.port.StreamRecord;
import dev.sluice.engine.port.StreamStatus;
import dev.sluice.identity.Principal;
import dev.sluice.identity.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What REST and sockets have in common: finding the room, knowing the user, wording refusals. Blocks. */
public final class ChatDesk {
    private static final int ID_LENGTH = 36;

    private final StreamControl streams;
    private final ChatService chat;

    public ChatDesk(StreamControl streams, ChatService chat) {
        this.streams = streams;
        this.chat = chat;
    }

    /** A room with the caller in it. */
    record Visit(ChatPlace place, ChatUser user) {}

    /** Work in a room. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws ChatRefusedException;
    }

    ChatService chat() {
        return chat;
    }

    /**
     * A stream that the caller may see.
     *
     * @throws ApiException 404 else, whatever the reason
     */
    public StreamRecord stream(Principal principal, @Nullable String streamId) {
        if (streamId == null || streamId.length() != ID_LENGTH) {
            throw ApiException.notFound("Stream");
        }
        try {
            return streams.find(StreamId.parse(streamId))
                    .filter(found -> StreamAccess.canSee(principal, found))
                    .orElseThrow(() -> ApiException.notFound("Stream"));
        } catch (IllegalArgumentException notAnId) {
            throw ApiException.notFound("Stream");
        }
    }

    Visit visit(Principal principal, @Nullable String streamId) {
        StreamRecord stream = stream(principal, streamId);
        boolean manages = StreamAccess.manages(principal, stream) && principal.may(Scope.CHAT_MODERATE);
        return new Visit(
                new ChatPlace(StreamAccess.room(stream), stream.status() == StreamStatus.ENDED),
                new ChatUser(UserIds.of(principal), principal.name(), manages));
    }

    /** Writes a message. @throws ApiException when that is refused */
    public ChatMessage post(Principal principal, @Nullable String streamId, String text) {
        Visit visit = visit(principal, streamId);
        return allowed("message", () -> chat.post(visit.place(), visit.user(), text));
    }

    /** Sends a reaction. @throws ApiException when that is refused */
    public void react(Principal principal, @Nullable String streamId, String emoji) {
        Visit visit = visit(principal, streamId);
        allowed("emoji", () -> {
            chat.react(visit.place(), visit.user(), emoji);
            return emoji;
        });
    }

    /**
     * Does what a room may refuse.
     *
     * @param field that is at fault when the content is not valid
     * @throws ApiException in place of the refusal
     */
    static <T> T allowed(String field, Work<T> work) {
        try {
            return work.run();
        } catch (ChatRefusedException refused) {
            String message = refused.getMessage() == null ? "Refused." : refused.getMessage();
            throw switch (refused.reason()) {
                case INVALID -> ApiException.validation(Map.of(field, message));
                case DISABLED -> ApiException.conflict("chat_disabled", message);
                case READ_ONLY -> ApiException.conflict("stream_ended", message);
                case BANNED, FORBIDDEN -> ApiException.permissionDenied(message);
                case TOO_FAST -> ApiException.rateLimited(message, Math.max(1, refused.retryAfterSeconds()));
            };
        }
    }
}
