package dev.sluice.api.edge;

import dev.sluice.engine.live.StreamId;
import org.jspecify.annotations.Nullable;

/**
 * The name of a live file in a URL, {@code /live/{stream id}/{path}} or {@code /live/{stream id}/~{pass}/{path}}. Only
 * plain names pass: nothing is decoded, so nothing can hide in an encoding.
 *
 * @param path one to {@value #MAX_SEGMENTS} segments of {@code [A-Za-z0-9._-]}, none of which begins with a dot
 * @param pass unchecked; null when there is none
 */
record EdgePath(StreamId id, String path, @Nullable String pass) {
    static final String PREFIX = "/live/";
    private static final int ID_LENGTH = 36;
    private static final int PATH_START = PREFIX.length() + ID_LENGTH + 1;
    private static final int MAX_LENGTH = 200;
    private static final int MAX_SEGMENTS = 4;
    private static final char PASS_MARK = '~';

    /** Null when the path, as it came over the wire, names no possible file. */
    static @Nullable EdgePath parse(@Nullable String rawPath) {
        if (rawPath == null
                || rawPath.length() <= PATH_START
                || rawPath.length() > MAX_LENGTH
                || !rawPath.startsWith(PREFIX)
                || rawPath.charAt(PATH_START - 1) != '/') {
            return null;
        }
        int passEnd = rawPath.charAt(PATH_START) == PASS_MARK ? rawPath.indexOf('/', PATH_START) : PATH_START - 1;
        if (passEnd < 0 || !isPlain(rawPath, passEnd + 1)) {
            return null;
        }
        try {
            StreamId id = StreamId.parse(rawPath.substring(PREFIX.length(), PATH_START - 1));
            String pass = passEnd > PATH_START ? rawPath.substring(PATH_START + 1, passEnd) : null;
            return new EdgePath(id, rawPath.substring(passEnd + 1), pass);
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }

    /** The same file however it was asked for. */
    EdgePath withoutPass() {
        return pass == null ? this : new EdgePath(id, path, null);
    }

    /** The key under which the object store keeps this file. */
    String storeKey() {
        return "live/" + id + "/" + path;
    }

    private static boolean isPlain(String rawPath, int from) {
        int segments = 0;
        char previous = '/';
        for (int i = from; i < rawPath.length(); i++) {
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
