package dev.sluice.api.edge;

import dev.sluice.engine.asset.Films;
import dev.sluice.engine.live.StreamId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file for players in a URL, {@code /live/{stream id}/{path}} or {@code /vod/{asset id}/{path}}, with a
 * pass as {@code /live/{stream id}/~{pass}/{path}}. Only plain names pass: nothing is decoded, so nothing can hide in
 * an encoding.
 *
 * @param path one to {@value #MAX_SEGMENTS} segments of {@code [A-Za-z0-9._-]}, none of which begins with a dot
 * @param pass unchecked; null when there is none
 */
record EdgePath(Space space, UUID id, String path, @Nullable String pass) {
    private static final int ID_LENGTH = 36;
    private static final int MAX_LENGTH = 200;
    private static final int MAX_SEGMENTS = 4;
    private static final char PASS_MARK = '~';

    /** What the id names. */
    enum Space {
        LIVE("live/"),
        VOD("vod/");

        /** Of the URL after the first slash, and of the key in the store. */
        private final String prefix;

        Space(String prefix) {
            this.prefix = prefix;
        }
    }

    /** Whether a path is the edge's to answer. */
    static boolean owns(String rawPath) {
        return spaceOf(rawPath) != null;
    }

    /** Null when the path, as it came over the wire, names no possible file. */
    static @Nullable EdgePath parse(@Nullable String rawPath) {
        Space space = rawPath == null ? null : spaceOf(rawPath);
        if (rawPath == null || space == null) {
            return null;
        }
        int idStart = space.prefix.length() + 1;
        int passStart = idStart + ID_LENGTH + 1;
        if (rawPath.length() <= passStart || rawPath.length() > MAX_LENGTH || rawPath.charAt(passStart - 1) != '/') {
            return null;
        }
        int passEnd = rawPath.charAt(passStart) == PASS_MARK ? rawPath.indexOf('/', passStart) : passStart - 1;
        if (passEnd < 0 || !isPlain(rawPath, passEnd + 1)) {
            return null;
        }
        try {
            UUID id = StreamId.parse(rawPath.substring(idStart, passStart - 1)).value();
            String pass = passEnd > passStart ? rawPath.substring(passStart + 1, passEnd) : null;
            return new EdgePath(space, id, rawPath.substring(passEnd + 1), pass);
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }

    /** The same file however it was asked for. */
    EdgePath withoutPass() {
        return pass == null ? this : new EdgePath(space, id, path, null);
    }

    /** The object name of the pictures of the film that this file is; null when it is none. */
    @Nullable
    String filmPictures() {
        return space == Space.VOD && path.startsWith(Films.PREFIX) ? path.substring(Films.PREFIX.length()) : null;
    }

    /** The key under which the object store keeps this file. */
    String storeKey() {
        return space.prefix + id + "/" + path;
    }

    private static @Nullable Space spaceOf(String rawPath) {
        for (Space space : Space.values()) {
            if (rawPath.startsWith(space.prefix, 1)) {
                return space;
            }
        }
        return null;
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
