package dev.sluice.packager.hls;

import dev.sluice.packager.cmaf.ByteRange;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How HLS writes numbers and dates. */
final class HlsText {
    private static final int MICROS_PER_SECOND = 1_000_000;
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private HlsText() {}

    static String dateTime(Instant instant) {
        return DATE_TIME.format(instant);
    }

    /**
     * A quoted-string (RFC 8216bis section 4.2). It knows no escapes, so what it cannot hold is replaced: a quotation
     * mark by an apostrophe, line ends and other control characters by a space.
     */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints()
                .map(c -> c == '"' ? '\'' : c)
                .map(c -> breaksLines(c) ? ' ' : c)
                .forEach(out::appendCodePoint);
        return out.append('"').toString();
    }

    /** {@code length@offset}, as EXT-X-BYTERANGE and EXT-X-MAP have it (sections 4.4.4.2 and 4.4.4.5). */
    static String byteRange(ByteRange range) {
        return range.lengthBytes() + "@" + range.offset();
    }

    private static boolean breaksLines(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    /** Seconds with six decimals. */
    static void appendSeconds(StringBuilder out, long us) {
        out.append(us / MICROS_PER_SECOND).append('.');
        String fraction = Long.toString(us % MICROS_PER_SECOND);
        out.repeat('0', 6 - fraction.length()).append(fraction);
    }
}
