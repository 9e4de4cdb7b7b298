package dev.sluice.engine.live;

/** Hears of a live stream's states. Called under the stream's lock: must not block and not call the stream. */
@FunctionalInterface
public interface LiveStreamListener {
    void onStateChanged(LiveStream stream, StreamState from, StreamState to, EndReason reason);
}
