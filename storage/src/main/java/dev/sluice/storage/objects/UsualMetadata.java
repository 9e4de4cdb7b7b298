package dev.sluice.storage.objects;

import dev.sluice.engine.port.ObjectMetadata;
import java.util.Map;

/**
 * The metadata that files of live presentations have by their extension. The file store keeps no record of it, so this
 * table is part of its format: an entry must not change while stores written with it exist.
 */
final class UsualMetadata {
    private static final String IMMUTABLE = "public, max-age=31536000, immutable";
    private static final String BRIEF = "public, max-age=1";

    private static final Map<String, ObjectMetadata> BY_EXTENSION = Map.of(
            "m4s", new ObjectMetadata("video/mp4", IMMUTABLE),
            "mp4", new ObjectMetadata("video/mp4", IMMUTABLE),
            "m3u8", new ObjectMetadata("application/vnd.apple.mpegurl", BRIEF),
            "mpd", new ObjectMetadata("application/dash+xml", BRIEF));
    private static final ObjectMetadata OTHER = new ObjectMetadata("application/octet-stream", "");

    private UsualMetadata() {}

    static ObjectMetadata of(String key) {
        return BY_EXTENSION.getOrDefault(key.substring(key.lastIndexOf('.') + 1), OTHER);
    }
}
