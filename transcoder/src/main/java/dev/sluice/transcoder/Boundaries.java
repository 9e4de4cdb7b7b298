package dev.sluice.transcoder;

import java.util.ArrayDeque;

/** Segment boundaries that no picture has reached yet. Declared by one thread, consumed by another. */
final class Boundaries {
    /** A boundary comes every second or so, and at most some seconds of samples are in flight. */
    private static final int MAX_PENDING = 4_096;

    private final ArrayDeque<Long> pending = new ArrayDeque<>();
    private long newestTicks = Long.MIN_VALUE;

    synchronized void declare(long ptsTicks) {
        if (ptsTicks <= newestTicks) {
            throw new IllegalArgumentException("boundary " + ptsTicks + " is not after " + newestTicks);
        }
        if (pending.size() >= MAX_PENDING) {
            throw new IllegalStateException(MAX_PENDING + " boundaries without a picture");
        }
        newestTicks = ptsTicks;
        pending.add(ptsTicks);
    }

    /** Whether this picture is the first one at or after a boundary; consumes what it reaches. */
    synchronized boolean reachedBy(long ptsTicks) {
        boolean reached = false;
        while (!pending.isEmpty() && pending.element() <= ptsTicks) {
            pending.remove();
            reached = true;
        }
        return reached;
    }
}
