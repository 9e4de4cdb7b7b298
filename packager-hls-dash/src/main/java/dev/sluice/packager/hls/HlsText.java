package dev.sluice.packager.hls;

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

    /** Seconds with six decimals. */
    static void appendSeconds(StringBuilder out, long us) {
        out.append(us / MICROS_PER_SECOND).append('.');
        String fraction = Long.toString(us % MICROS_PER_SECOND);
        out.repeat('0', 6 - fraction.length()).append(fraction);
    }
}
