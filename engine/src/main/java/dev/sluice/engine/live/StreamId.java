package dev.sluice.engine.live;

import java.util.UUID;

/** The public, non-secret name of a stream in URLs, keys and logs. Never equals the stream key. */
public record StreamId(UUID value) {
    public static StreamId random() {
        return new StreamId(UUID.randomUUID());
    }

    /** @throws IllegalArgumentException when the text is not a UUID in its canonical form */
    public static StreamId parse(String text) {
        UUID value = UUID.fromString(text);
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException("not a canonical stream id");
        }
        return new StreamId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
