package dev.sluice.rtmp;

import dev.sluice.rtmp.fault.RtmpFault;
import java.util.Map;

/**
 * The server's counters at one moment. All but {@code connectionsOpen} only rise.
 *
 * @param connectionsOpened accepted sockets
 * @param connectionsOpen sockets open now
 * @param publishesAccepted publish commands that the engine accepted
 * @param publishesRefused publish commands that were refused, by the engine or for the form of the key
 * @param bytesReceived bytes behind the handshakes
 * @param messagesDropped media messages that did not become a sample
 * @param faults bad connections by kind, all kinds present
 */
public record RtmpStats(
        long connectionsOpened,
        int connectionsOpen,
        long publishesAccepted,
        long publishesRefused,
        long bytesReceived,
        long messagesDropped,
        Map<RtmpFault, Long> faults) {
    public RtmpStats {
        faults = Map.copyOf(faults);
    }
}
