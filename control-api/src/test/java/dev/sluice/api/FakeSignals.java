package dev.sluice.api;

import dev.sluice.engine.port.NodeSignals;
import dev.sluice.engine.port.RepositoryException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what this node would tell the others, and plays another node. */
final class FakeSignals implements NodeSignals {
    volatile boolean lost;
    final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void send(String topic, String text) {
        if (lost) {
            throw new RepositoryException("connection refused", new IllegalStateException("test"));
        }
        sent.add(topic + " " + text);
    }

    @Override
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    void fromElsewhere(String topic, String text) {
        listeners.forEach(listener -> listener.onSignal(topic, text));
    }
}
