package dev.sluice.api.edge;

import org.jspecify.annotations.Nullable;

/**
 * What a {@code Range} header asks of a representation (RFC 9110 section 14). Only single byte ranges are honoured;
 * several ranges, other units and bad syntax get the whole, as the RFC allows.
 */
sealed interface ByteRange {
    /** Everything, with status 200. */
    record Whole() implements ByteRange {}

    /** A part, with status 206. */
    record Part(long offsetBytes, long lengthBytes) implements ByteRange {}

    /** Nothing there, status 416. */
    record Unsatisfiable() implements ByteRange {}

    int MAX_DIGITS = 18;

    static ByteRange parse(@Nullable String header, long sizeBytes) {
        if (header == null || !header.regionMatches(/* ignoreCase= */ true, 0, "bytes=", 0, 6)) {
            return new Whole();
        }
        String spec = header.substring(6).strip();
        int dash = spec.indexOf('-');
        if (dash < 0 || spec.indexOf(',') >= 0) {
            return new Whole();
        }
        String first = spec.substring(0, dash).strip();
        String last = spec.substring(dash + 1).strip();
        if (first.isEmpty()) {
            return isNumber(last) ? suffix(Long.parseLong(last), sizeBytes) : new Whole();
        }
        if (!isNumber(first) || !(last.isEmpty() || isNumber(last))) {
            return new Whole();
        }
        long firstByte = Long.parseLong(first);
        long lastByte = last.isEmpty() ? sizeBytes - 1 : Math.min(Long.parseLong(last), sizeBytes - 1);
        if (!last.isEmpty() && Long.parseLong(last) < firstByte) {
            return new Whole();
        }
        return firstByte >= sizeBytes ? new Unsatisfiable() : new Part(firstByte, lastByte - firstByte + 1);
    }

    private static ByteRange suffix(long lengthBytes, long sizeBytes) {
        long length = Math.min(lengthBytes, sizeBytes);
        return length == 0 ? new Unsatisfiable() : new Part(sizeBytes - length, length);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
