package dev.sluice.api.http;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the Date header, formatted once a second. Safe for use by many threads. */
public final class DateHeader {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private record Stamp(long second, String text) {}

    private final Clock clock;
    private volatile Stamp latest = new Stamp(Long.MIN_VALUE, "");

    public DateHeader(Clock clock) {
        this.clock = clock;
    }

    public String value() {
        long second = Math.floorDiv(clock.millis(), 1000L);
        Stamp stamp = latest;
        if (stamp.second() != second) {
            stamp = new Stamp(second, IMF_FIXDATE.format(Instant.ofEpochSecond(second)));
            latest = stamp;
        }
        return stamp.text();
    }
}
