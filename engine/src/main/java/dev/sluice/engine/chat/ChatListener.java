package dev.sluice.engine.chat;

import dev.sluice.engine.port.ChatChange;

/** Hears what happens in the rooms that were opened, whichever node it came through. Must not block. */
public interface ChatListener {
    /** In the order of the room's sequence, each once; not at the same time for one room. */
    void onChange(ChatChange change);

    void onReactions(ReactionBurst burst);
}
