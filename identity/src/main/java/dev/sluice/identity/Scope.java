package dev.sluice.identity;

import java.util.Optional;
import java.util.stream.Stream;

/** One kind of thing that a credential may do. */
public enum Scope {
    STREAMS_READ("streams:read"),
    STREAMS_WRITE("streams:write"),
    VIDEOS_READ("videos:read"),
    VIDEOS_WRITE("videos:write"),
    PLAYBACK_ISSUE("playback:issue"),
    CHAT_WRITE("chat:write"),
    CHAT_MODERATE("chat:moderate"),
    WEBHOOKS_MANAGE("webhooks:manage"),
    EVENTS_READ("events:read"),
    NOTIFICATIONS_SEND("notifications:send"),
    API_KEYS_MANAGE("api-keys:manage"),
    AUDIT_READ("audit:read"),
    /** Implies all others. */
    ADMIN("admin");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** As the API and tokens write it. */
    public String text() {
        return text;
    }

    public static Optional<Scope> of(String text) {
        return Stream.of(values()).filter(scope -> scope.text.equals(text)).findFirst();
    }
}
