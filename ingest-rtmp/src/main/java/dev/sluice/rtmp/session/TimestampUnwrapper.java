package dev.sluice.rtmp.session;

/**
 * Makes 64-bit times of the 32-bit timestamps of one connection, which wrap after 49.7 days. Each is taken as the
 * nearest to the one before it, ahead or behind (serial number arithmetic, RFC 1982).
 */
final class TimestampUnwrapper {
    private boolean started;
    private long lastMs;

    /** @param timestampMs 0 to 2^32 - 1 */
    long unwrap(long timestampMs) {
        lastMs = started ? lastMs + (int) (timestampMs - lastMs) : timestampMs;
        started = true;
        return lastMs;
    }
}
