package dev.sluice.api.ws;

import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one socket, bounded in messages and size. A reader that falls behind first does without
 * viewer counts, progress and reactions; then {@code overflow} is called, once, and nothing more is taken. Any thread
 * offers and none waits; the socket's event loop writes.
 */
final class SocketOutbox {
    private static final int SOCKET_QUEUE_BYTES = 64 * 1024;

    private final ServerWebSocket socket;
    private final Context context;
    private final int maxMessages;
    private final long maxChars;
    private final Runnable overflow;

    // Guarded by this. The queue is only there while something waits: an idle socket is small.
    private @Nullable ArrayDeque<OutMessage> queue;
    private long chars;
    private boolean scheduled;
    private boolean stopped;
    private long dropped;

    SocketOutbox(ServerWebSocket socket, Context context, SocketSettings settings, Runnable overflow) {
        this.socket = socket;
        this.context = context;
        this.maxMessages = settings.queueMessages();
        this.maxChars = settings.queueBytes();
        this.overflow = overflow;
        socket.setWriteQueueMaxSize(SOCKET_QUEUE_BYTES);
        socket.drainHandler(drained -> drain());
    }

    void offer(OutMessage message) {
        boolean full = false;
        synchronized (this) {
            if (stopped) {
                return;
            }
            if (isFull(message) && message.droppable()) {
                dropped++;
                return;
            }
            if (isFull(message)) {
                dropWhatCanBe();
            }
            if (isFull(message)) {
                stopped = true;
                full = true;
                clear();
            } else {
                queue = queue == null ? new ArrayDeque<>() : queue;
                queue.add(message);
                chars += message.chars();
                if (scheduled) {
                    return;
                }
                scheduled = true;
            }
        }
        if (full) {
            overflow.run();
        } else {
            context.runOnContext(turn -> drain());
        }
    }

    /** Nothing is written from now on. */
    synchronized void stop() {
        stopped = true;
        clear();
    }

    synchronized long dropped() {
        return dropped;
    }

    private void drain() {
        while (!socket.writeQueueFull()) {
            OutMessage next = next();
            if (next == null) {
                return;
            }
            socket.writeTextMessage(next.text()); // What fails closes the socket, whose close handler cleans up.
        }
        // The socket's drain handler goes on; until then "scheduled" stays set and offers only queue.
    }

    private synchronized @Nullable OutMessage next() {
        OutMessage next = queue == null ? null : queue.poll();
        if (next == null) {
            queue = null;
            scheduled = false;
            return null;
        }
        chars -= next.chars();
        return next;
    }

    private boolean isFull(OutMessage message) {
        int waiting = queue == null ? 0 : queue.size();
        return waiting >= maxMessages || (waiting > 0 && chars + message.chars() > maxChars);
    }

    private void dropWhatCanBe() {
        if (queue == null) {
            return;
        }
        int before = queue.size();
        queue.removeIf(OutMessage::droppable);
        dropped += before - queue.size();
        chars = queue.stream().mapToLong(OutMessage::chars).sum();
    }

    private void clear() {
        queue = null;
        chars = 0;
    }
}
