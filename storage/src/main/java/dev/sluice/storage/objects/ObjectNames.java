package dev.sluice.storage.objects;

import dev.sluice.engine.port.ObjectMetadata;
import dev.sluice.engine.port.ObjectStoreException;

/** What both stores accept as keys, prefixes and metadata. Whatever else comes is refused before it meets a path. */
final class ObjectNames {
    /** Leaves room for a store's prefix within the 1024 bytes of an S3 key. */
    static final int MAX_KEY_LENGTH = 512;
    /** The longest file name of the usual file systems. */
    static final int MAX_SEGMENT_LENGTH = 255;

    static final int MAX_METADATA_LENGTH = 256;
    static final int MAX_LIST_LIMIT = 10_000;
    static final int MAX_READ_BYTES = 64 << 20;

    private static final int SHOWN_KEY_LENGTH = 80;

    private ObjectNames() {}

    /** One or more segments of {@code [A-Za-z0-9._-]}, none of them {@code .} or {@code ..}, joined by slashes. */
    static boolean isKey(String key) {
        if (key.length() > MAX_KEY_LENGTH) {
            return false;
        }
        int start = 0;
        for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', start)) {
            if (!isSegment(key.substring(start, slash))) {
                return false;
            }
            start = slash + 1;
        }
        return isSegment(key.substring(start));
    }

    static boolean isSegment(String name) {
        return !name.isEmpty() && isSegmentStart(name) && !name.equals(".") && !name.equals("..");
    }

    static void requireKey(String key) throws ObjectStoreException {
        if (!isKey(key)) {
            throw refused("not a key of an object: " + shown(key));
        }
    }

    /** Any beginning of a key, the empty one and a whole one included. */
    static void requireKeyStart(String start) throws ObjectStoreException {
        int slash = start.lastIndexOf('/');
        boolean plain = start.length() <= MAX_KEY_LENGTH
                && isSegmentStart(start.substring(slash + 1))
                && (slash < 0 || isKey(start.substring(0, slash)));
        if (!plain) {
            throw refused("not the beginning of a key: " + shown(start));
        }
    }

    static void requireMetadata(String key, ObjectMetadata metadata) throws ObjectStoreException {
        if (metadata.contentType().isEmpty()
                || !isHeaderValue(metadata.contentType())
                || !isHeaderValue(metadata.cacheControl())) {
            throw refused("content type and cache control of " + key + " must be printable ASCII of at most "
                    + MAX_METADATA_LENGTH + " characters, and the type not empty");
        }
    }

    static void requireRange(long offsetBytes, int lengthBytes) {
        if (offsetBytes < 0 || lengthBytes < 1 || lengthBytes > MAX_READ_BYTES) {
            throw new IllegalArgumentException("a read takes 1 to " + MAX_READ_BYTES + " bytes from 0 or later, not "
                    + lengthBytes + " from " + offsetBytes);
        }
    }

    static void requireLimit(int limit) {
        if (limit < 1 || limit > MAX_LIST_LIMIT) {
            throw new IllegalArgumentException("a list has 1 to " + MAX_LIST_LIMIT + " objects, not " + limit);
        }
    }

    static ObjectStoreException beyondEnd(String key, long offsetBytes) {
        return refused("there is no byte " + offsetBytes + " in object " + key);
    }

    private static ObjectStoreException refused(String reason) {
        return new ObjectStoreException(reason, /* retryable= */ false, new IllegalArgumentException(reason));
    }

    private static boolean isSegmentStart(String name) {
        return name.length() <= MAX_SEGMENT_LENGTH && name.chars().allMatch(ObjectNames::isKeyCharacter);
    }

    private static boolean isKeyCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    private static boolean isHeaderValue(String text) {
        return text.length() <= MAX_METADATA_LENGTH && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** Bounded and without control characters: it may come from anywhere and goes to logs. */
    private static String shown(String key) {
        String start = key.substring(0, Math.min(key.length(), SHOWN_KEY_LENGTH));
        return '"' + start.replaceAll("[^ -~]", "?") + (start.length() < key.length() ? "…\"" : "\"");
    }
}
