package dev.sluice.rtmp.session;

import java.util.OptionalLong;

/**
 * Says when an Acknowledgement is due (RTMP 1.0 sections 5.4.3 and 5.4.4): each time as many bytes as the client's
 * window came since the last one. Owned by the connection's event loop.
 */
final class AcknowledgementWindow {
    /** The window of this server, and of clients that never name one. */
    static final int DEFAULT_WINDOW_BYTES = 2_500_000;

    private static final long SEQUENCE_MASK = 0xFFFF_FFFFL;

    private long receivedBytes;
    private long acknowledgedBytes;
    private long windowBytes = DEFAULT_WINDOW_BYTES;

    AcknowledgementWindow(long receivedBytes) {
        this.receivedBytes = receivedBytes;
        this.acknowledgedBytes = receivedBytes;
    }

    /** A window of zero would ask for endless acknowledgements and is not taken. */
    void setWindowBytes(long bytes) {
        if (bytes > 0) {
            windowBytes = bytes;
        }
    }

    /** @return the sequence number to acknowledge when one is due: bytes received, modulo 2^32 */
    OptionalLong onReceived(int bytes) {
        receivedBytes += bytes;
        return dueAcknowledgement();
    }

    OptionalLong dueAcknowledgement() {
        if (receivedBytes - acknowledgedBytes < windowBytes) {
            return OptionalLong.empty();
        }
        acknowledgedBytes = receivedBytes;
        return OptionalLong.of(receivedBytes & SEQUENCE_MASK);
    }
}
