package dev.sluice.engine.port;

import dev.sluice.media.io.Payload;
import java.util.List;

/**
 * A file of a presentation.
 *
 * @param path relative to the stream's root, such as {@code 720p/81.m4s} or {@code master.m3u8}
 * @param body the bytes, in pieces (the parts of a segment)
 */
public record PackagedObject(String path, Kind kind, List<Payload> body) {
    public PackagedObject {
        body = List.copyOf(body);
    }

    public long sizeBytes() {
        return body.stream().mapToLong(Payload::sizeBytes).sum();
    }

    /** What kind of file, which decides its media type and how long caches may keep it. */
    public enum Kind {
        INIT_SEGMENT("video/mp4", true),
        SEGMENT("video/mp4", true),
        HLS_PLAYLIST("application/vnd.apple.mpegurl", false),
        DASH_MANIFEST("application/dash+xml", false);

        private final String contentType;
        private final boolean immutable;

        Kind(String contentType, boolean immutable) {
            this.contentType = contentType;
            this.immutable = immutable;
        }

        public String contentType() {
            return contentType;
        }

        /** True when the bytes under this path never change. */
        public boolean immutable() {
            return immutable;
        }
    }
}
