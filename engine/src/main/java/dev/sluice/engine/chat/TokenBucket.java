package dev.sluice.engine.chat;

/** A rate with a burst, in the caller's own time. Guarded by its own lock. */
public final class TokenBucket {
    private static final double ROUNDING = 1e-6;

    private final double perMs;
    private final double capacity;
    private double tokens;
    private long lastMs;

    /** @param nowMs of any clock; later calls give the same clock's */
    public TokenBucket(double perSecond, int capacity, long nowMs) {
        this.perMs = perSecond / 1000;
        this.capacity = capacity;
        this.tokens = capacity;
        this.lastMs = nowMs;
    }

    /** Takes one. @return 0, or how long to wait for one in ms, at least 1, when there is none */
    public synchronized long take(long nowMs) {
        tokens = Math.min(capacity, tokens + Math.max(0, nowMs - lastMs) * perMs);
        lastMs = Math.max(lastMs, nowMs);
        if (tokens >= 1 - ROUNDING) {
            tokens = Math.max(0, tokens - 1);
            return 0;
        }
        return Math.max(1, (long) Math.ceil((1 - tokens) / perMs - ROUNDING));
    }
}
