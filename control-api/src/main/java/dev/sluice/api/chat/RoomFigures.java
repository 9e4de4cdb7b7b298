package dev.sluice.api.chat;

import dev.sluice.api.live.StreamChat;
import dev.sluice.engine.chat.ChatService;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.ChatRepository;
import dev.sluice.engine.port.StreamRecord;

/** What the chat of a stream tells the stream's own routes. */
public final class RoomFigures implements StreamChat {
    private final ChatService chat;
    private final ChatRepository repository;

    public RoomFigures(ChatService chat, ChatRepository repository) {
        this.chat = chat;
        this.repository = repository;
    }

    @Override
    public boolean isEnabled(StreamRecord stream) {
        return chat.recentSettings(StreamAccess.room(stream)).enabled();
    }

    @Override
    public long messages(StreamId id) {
        return repository.countMessages(id);
    }

    @Override
    public long participants(StreamId id) {
        return repository.countAuthors(id);
    }
}
