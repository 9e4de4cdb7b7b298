package dev.sluice.vod.source;

import dev.sluice.media.Timescale;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far each track of a file is, packet by packet in the order of the file. A single wrong time is damage; times that
 * go on from where they jumped to are another clock, and a file with two clocks is refused. One thread.
 *
 * <p>Call order: {@code isInLine* end}.
 */
final class TrackClocks {
    private static final int TICKS_PER_SECOND = Timescale.VIDEO.ticksPerSecond();
    /** So many packets in a row that go on from one another elsewhere are no mistake. */
    private static final int MAX_OUT_OF_LINE = 50;
    /** Nor are these, when they go on for a second, or to the end of the file. */
    private static final int LEAST_OUT_OF_LINE = 5;
    /** At the end of the file, where no more can follow, so large a part of the track is none either. */
    private static final int MAX_PART_AT_END = 10;
    /** A packet further back than this does not count as part of the track. */
    private static final long LOST_TICKS = 10L * TICKS_PER_SECOND;
    /** Further back than any order of decoding, where packets have no decode times. */
    private static final long BACK_TICKS = TICKS_PER_SECOND;

    private final long maxGapTicks;
    private final int leadingStream;
    private final Map<Integer, Clock> clocks = new TreeMap<>();
    private long firstTicks = Long.MAX_VALUE;
    private long latestTicks = Long.MIN_VALUE;
    private long backwards;

    /**
     * @param maxGap how long nothing at all may come
     * @param leadingStream the track whose clock may not even jump back by a second; the others are put in place by it
     */
    TrackClocks(Duration maxGap, int leadingStream) {
        this.maxGapTicks = maxGap.toSeconds() * TICKS_PER_SECOND;
        this.leadingStream = leadingStream;
    }

    /**
     * @param ticks decode time of the next packet
     * @return false when the packet is lost: its time is far from all before
     * @throws RefusedSourceException when the times stay away
     */
    boolean isInLine(int streamIndex, long ticks) throws RefusedSourceException {
        return isInLine(streamIndex, ticks, /* decoded= */ true);
    }

    /**
     * As {@link #isInLine}, for a packet without a decode time: the order of presentation goes back and forth, and
     * where decode times begin they begin before.
     *
     * @param ticks presentation time
     */
    boolean isShownInLine(int streamIndex, long ticks) throws RefusedSourceException {
        return isInLine(streamIndex, ticks, /* decoded= */ false);
    }

    private boolean isInLine(int streamIndex, long ticks, boolean decoded) throws RefusedSourceException {
        Clock clock = clocks.computeIfAbsent(
                streamIndex, index -> new Clock(latestTicks == Long.MIN_VALUE ? ticks : Math.min(ticks, latestTicks)));
        clock.packets++;
        if (decoded && clock.shown && ticks < clock.lastTicks && clock.lastTicks - ticks <= BACK_TICKS) {
            clock.lastTicks = ticks;
        }
        clock.shown = !decoded;
        long step = ticks - clock.lastTicks;
        boolean gap = step > maxGapTicks && ticks - latestTicks > maxGapTicks;
        boolean back = step < -LOST_TICKS || (step < -BACK_TICKS && streamIndex == leadingStream);
        if (gap || back) {
            clock.away(ticks);
            if (clock.awayPackets >= MAX_OUT_OF_LINE
                    || (clock.awayPackets >= LEAST_OUT_OF_LINE && clock.awayTicks() >= TICKS_PER_SECOND)) {
                throw refused(clock);
            }
            backwards += step < 0 && step >= -LOST_TICKS ? 1 : 0;
            return step < 0 && step >= -LOST_TICKS;
        }
        backwards += decoded && step < 0 ? 1 : 0;
        clock.awayPackets = 0;
        clock.lastTicks = Math.max(clock.lastTicks, ticks);
        firstTicks = Math.min(firstTicks, ticks);
        latestTicks = Math.max(latestTicks, ticks);
        return true;
    }

    /** @throws RefusedSourceException when the file ends on another clock */
    void end() throws RefusedSourceException {
        for (Clock clock : clocks.values()) {
            if (clock.awayPackets >= LEAST_OUT_OF_LINE
                    || (clock.awayPackets > 0 && (long) clock.awayPackets * MAX_PART_AT_END >= clock.packets)) {
                throw refused(clock);
            }
        }
    }

    /** Packets that were taken with a time before the last one's. */
    long backwards() {
        return backwards;
    }

    private RefusedSourceException refused(Clock clock) {
        String place = text(Math.max(0, clock.lastTicks - firstTicks));
        long jump = clock.awayFirstTicks - clock.lastTicks;
        return new RefusedSourceException(
                "timeline_gap",
                jump < 0
                        ? "The clock of the file jumps back by " + text(-jump) + " at " + place
                                + "; it was probably put together from several recordings."
                        : "There is nothing in the file for " + text(jump) + " after " + place + "; at most "
                                + text(maxGapTicks) + " are taken, and the times are probably wrong.");
    }

    /** Hours, minutes and seconds. */
    private static String text(long ticks) {
        long seconds = Math.round(ticks / (double) TICKS_PER_SECOND);
        return String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** How far one track is, and where its last packets were that are out of line. */
    private static final class Clock {
        private long packets;
        private long lastTicks;
        /** Whether that is a presentation time. */
        private boolean shown;

        private int awayPackets;
        private long awayFirstTicks;
        private long awayLastTicks;

        Clock(long firstTicks) {
            this.lastTicks = firstTicks;
        }

        void away(long ticks) {
            boolean goesOn = awayPackets > 0 && ticks >= awayLastTicks && ticks - awayLastTicks <= LOST_TICKS;
            if (!goesOn) {
                awayFirstTicks = ticks;
                awayPackets = 0;
            }
            awayLastTicks = ticks;
            awayPackets++;
        }

        long awayTicks() {
            return awayLastTicks - awayFirstTicks;
        }
    }
}
