package dev.sluice.engine.port;

import dev.sluice.media.EncodedSample;

/**
 * One run of a transcoder.
 *
 * <p>Call order: {@code (onSegmentBoundary | onSample)* finish? close}. Calls come from one thread at a time, which may
 * be blocked for back-pressure. Times out equal times in: the first frame at or after a boundary has the same PTS in
 * every rung.
 */
public interface TranscodeSession extends AutoCloseable {
    /**
     * Asks that in every video rung the first frame with a PTS at or after this time be an IDR. Called before the
     * sample that carries that frame; times rise.
     */
    void onSegmentBoundary(long ptsTicks);

    void onSample(EncodedSample sample);

    /**
     * No more samples: encodes what is inside, gives it to the listener, then calls {@code onEnd}. Returns when that is
     * done or the session failed, within a bound.
     */
    void finish();

    TranscodeStats stats();

    /** Stops at once and frees all native memory. After it returns the listener is not called any more. Idempotent. */
    @Override
    void close();
}
