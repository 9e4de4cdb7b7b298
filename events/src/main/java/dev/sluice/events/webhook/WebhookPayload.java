package dev.sluice.events.webhook;

import dev.sluice.events.Event;
import java.nio.charset.StandardCharsets;

/** The body that an endpoint gets: the same bytes in every attempt. */
public final class WebhookPayload {
    private WebhookPayload() {}

    /** Ids and types have letters, digits, dots and underscores only; the object is JSON already. */
    public static String text(Event event) {
        return "{\"id\":\"" + event.id()
                + "\",\"type\":\"" + event.type()
                + "\",\"created\":" + event.createdAt().getEpochSecond()
                + ",\"data\":{\"object\":" + event.objectJson()
                + "},\"object_sequence\":" + event.objectSequence()
                + "}";
    }

    static byte[] bytes(Event event) {
        return text(event).getBytes(StandardCharsets.UTF_8);
    }
}
