package dev.sluice.api.ws;

import dev.sluice.engine.port.NodeSignals;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Carries the platform's notifications to a user's sockets, at all nodes. Nothing is kept. Safe for threads. */
public final class Notifier implements NodeSignals.Listener {
    private static final String TOPIC = "notification";

    private final SocketHub hub;
    private final NodeSignals signals;

    public Notifier(SocketHub hub, NodeSignals signals) {
        this.hub = hub;
        this.signals = signals;
    }

    /** Blocks. */
    UUID send(String tenant, String userId, String message, @Nullable JsonObject data) {
        UUID id = UUID.randomUUID();
        JsonObject signal = new JsonObject()
                .put("tenant", tenant)
                .put("user", userId)
                .put("id", id.toString())
                .put("message", message)
                .put("data", data);
        signals.send(TOPIC, signal.encode());
        hub.toUser(tenant, userId, Messages.notification(id, message, data));
        return id;
    }

    @Override
    public void onSignal(String topic, String text) {
        if (topic.equals(TOPIC)) {
            JsonObject signal = new JsonObject(text);
            hub.toUser(
                    signal.getString("tenant"),
                    signal.getString("user"),
                    Messages.notification(
                            UUID.fromString(signal.getString("id")),
                            signal.getString("message"),
                            signal.getJsonObject("data")));
        }
    }

    @Override
    public void onConnected() {
        // What was sent meanwhile is not kept.
    }
}
