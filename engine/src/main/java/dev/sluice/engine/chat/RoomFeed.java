package dev.sluice.engine.chat;

import dev.sluice.engine.port.ChatChange;
import dev.sluice.engine.port.ChatRepository;
import dev.sluice.engine.port.ChatRoomId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the changes of one room in order and each once, whichever node they came through: what is at hand and next in
 * order at once, everything else out of the database. One thread at a time tells; the others leave their wish with it.
 * Guarded by its own lock, which is not held while telling or reading.
 */
final class RoomFeed {
    private static final int BATCH = 200;

    private final ChatRoomId room;
    private final ChatRepository repository;
    private final Consumer<ChatChange> listener;

    // Guarded by this.
    private long told;
    private long wanted;
    private boolean telling = true; // Until begin().

    RoomFeed(ChatRoomId room, ChatRepository repository, Consumer<ChatChange> listener) {
        this.room = room;
        this.repository = repository;
        this.listener = listener;
    }

    /** Changes after this one are told. Once; blocks when some have come meanwhile. */
    void begin(long sequence) {
        synchronized (this) {
            told = sequence;
        }
        tell(null);
    }

    /** A change is in the database. Blocks unless it is at hand and next in order, or another thread tells already. */
    void advance(long sequence, @Nullable ChatChange atHand) {
        synchronized (this) {
            wanted = Math.max(wanted, sequence);
            if (telling || wanted <= told) {
                return;
            }
            telling = true;
        }
        tell(atHand);
    }

    /** Nobody knows what was missed: looks. Blocks. */
    void catchUp() {
        advance(repository.newest(room), null);
    }

    private void tell(@Nullable ChatChange atHand) {
        ChatChange next = atHand;
        try {
            while (true) {
                long from;
                long upTo;
                synchronized (this) {
                    if (wanted <= told) {
                        telling = false;
                        return;
                    }
                    from = told;
                    upTo = wanted;
                }
                boolean inOrder = next != null && next.sequence() == from + 1;
                tellBatch(inOrder && next != null ? List.of(next) : repository.changesAfter(room, from, BATCH), upTo);
                next = null;
            }
        } catch (RuntimeException failure) {
            synchronized (this) {
                telling = false;
            }
            throw failure;
        }
    }

    private void tellBatch(List<ChatChange> batch, long upTo) {
        for (ChatChange change : batch) {
            listener.accept(change);
            synchronized (this) {
                told = change.sequence();
            }
        }
        if (batch.isEmpty()) { // Messages that were deleted since leave no trace at their own place.
            synchronized (this) {
                told = Math.max(told, upTo);
            }
        }
    }
}
