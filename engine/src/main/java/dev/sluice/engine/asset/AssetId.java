package dev.sluice.engine.asset;

import java.util.UUID;

/** The public name of an asset in URLs, keys and logs; that of the upload that it came by. */
public record AssetId(UUID value) {
    public static AssetId random() {
        return new AssetId(UUID.randomUUID());
    }

    /** @throws IllegalArgumentException when the text is not a UUID in its canonical form */
    public static AssetId parse(String text) {
        UUID value = UUID.fromString(text);
        if (!value.toString().equals(text)) {
            throw new IllegalArgumentException("not a canonical asset id");
        }
        return new AssetId(value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
