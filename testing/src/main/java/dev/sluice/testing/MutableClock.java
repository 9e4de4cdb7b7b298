package dev.sluice.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A UTC clock that moves only when the test says so. Thread-safe; also an {@link java.time.InstantSource}. */
public final class MutableClock extends Clock {
    /** A fixed start, so that dumps with times in them are stable. */
    public static final Instant DEFAULT_START = Instant.parse("2026-01-01T00:00:00Z");

    private final Time time;
    private final ZoneId zone;

    public MutableClock() {
        this(DEFAULT_START);
    }

    public MutableClock(Instant start) {
        this(new Time(start), ZoneOffset.UTC);
    }

    private MutableClock(Time time, ZoneId zone) {
        this.time = time;
        this.zone = zone;
    }

    /** Moves the clock by a duration, backwards when it is negative, and gives the new time. */
    public Instant advance(Duration by) {
        return time.advance(by);
    }

    public void set(Instant instant) {
        time.set(instant);
    }

    @Override
    public Instant instant() {
        return time.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** A clock of the other zone that moves together with this one. */
    @Override
    public Clock withZone(ZoneId other) {
        return new MutableClock(time, other);
    }

    /** Shared by a clock and its views in other zones. */
    private static final class Time {
        private Instant now;

        Time(Instant start) {
            now = start;
        }

        synchronized Instant get() {
            return now;
        }

        synchronized void set(Instant instant) {
            now = instant;
        }

        synchronized Instant advance(Duration by) {
            now = now.plus(by);
            return now;
        }
    }
}
