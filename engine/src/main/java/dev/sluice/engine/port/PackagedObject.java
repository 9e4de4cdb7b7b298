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
    /** Where the picture of every stream is. */
    public static final String THUMBNAIL_PATH = "thumb.jpg";

    public PackagedObject {
        body = List.copyOf(body);
    }

    public long sizeBytes() {
        return body.stream().mapToLong(Payload::sizeBytes).sum();
    }

    /** What kind of file, which decides its media type and how long caches may keep it. */
    public enum Kind {
        INIT_SEGMENT("video/mp4", Kind.FOR_EVER),
        SEGMENT("video/mp4", Kind.FOR_EVER),
        HLS_PLAYLIST("application/vnd.apple.mpegurl", "public, max-age=1"),
        DASH_MANIFEST("application/dash+xml", "public, max-age=1"),
        THUMBNAIL("image/jpeg", "public, max-age=5");

        private static final String FOR_EVER = "public, max-age=31536000, immutable";

        private final String contentType;
        private final String cacheControl;

        Kind(String contentType, String cacheControl) {
            this.contentType = contentType;
            this.cacheControl = cacheControl;
        }

        public String contentType() {
            return contentType;
        }

        /** How long caches may keep it, as HTTP says it. */
        public String cacheControl() {
            return cacheControl;
        }

        /** True when the bytes under this path never change. */
        public boolean immutable() {
            return switch (this) {
                case INIT_SEGMENT, SEGMENT -> true;
                case HLS_PLAYLIST, DASH_MANIFEST, THUMBNAIL -> false;
            };
        }
    }
}
