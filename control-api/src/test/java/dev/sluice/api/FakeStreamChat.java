package dev.sluice.api;

import dev.sluice.api.live.StreamChat;
import dev.sluice.engine.live.StreamId;
import dev.sluice.engine.port.StreamRecord;

/** A chat whose figures a test sets. */
final class FakeStreamChat implements StreamChat {
    volatile long messages;
    volatile long participants;

    @Override
    public boolean isEnabled(StreamRecord stream) {
        return true;
    }

    @Override
    public long messages(StreamId id) {
        return messages;
    }

    @Override
    public long participants(StreamId id) {
        return participants;
    }
}
