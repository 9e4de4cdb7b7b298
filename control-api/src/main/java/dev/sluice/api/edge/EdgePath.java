package dev.sluice.api.edge;

import dev.sluice.engine.live.StreamId;
import org.jspecify.annotations.Nullable;

/**
 * The name of a live file in a URL, {@code /live/{stream id}/{path}}. Only plain names pass: nothing is decoded, so
 * nothing can hide in an encoding.
 *
 * @param path one to {@value #MAX_SEGMENTS} segments of {@code [A-Za-z0-9._-]}, none of which begins with a dot
 */
record EdgePath(StreamId id, String path) {
    static final String PREFIX = "/live/";
    private static final int ID_LENGTH = 36;
    private static final int PATH_START = PREFIX.length() + ID_LENGTH + 1;
    private static final int MAX_LENGTH = 200;
    private static final int MAX_SEGMENTS = 4;

    /** Null when the path, as it came over the wire, names no possible file. */
    static @Nullable EdgePath parse(@Nullable String rawPath) {
        if (rawPath == null
                || rawPath.length() <= PATH_START
                || rawPath.length() > MAX_LENGTH
                || !rawPath.startsWith(PREFIX)
                || rawPath.charAt(PATH_START - 1) != '/'
                || !isPlain(rawPath)) {
            return null;
        }
        try {
            StreamId id = StreamId.parse(rawPath.substring(PREFIX.length(), PATH_START - 1));
            return new EdgePath(id, rawPath.substring(PATH_START));
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }

    /** The key under which the object store keeps this file. */
    String storeKey() {
        return "live/" + id + "/" + path;
    }

    private static boolean isPlain(String rawPath) {
        int segments = 0;
        char previous = '/';
        for (int i = PATH_START; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (previous == '/') {
                segments++;
                if (c == '.' || c == '/') {
                    return false;
                }
            }
            boolean allowed = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '_'
                    || c == '-'
                    || c == '/';
            if (!allowed) {
                return false;
            }
            previous = c;
        }
        return previous != '/' && segments <= MAX_SEGMENTS;
    }
}
