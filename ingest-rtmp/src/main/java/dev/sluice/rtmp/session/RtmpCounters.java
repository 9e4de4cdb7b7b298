package dev.sluice.rtmp.session;

import dev.sluice.rtmp.fault.RtmpFault;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts of the whole server. Thread-safe: every event loop writes, anyone reads. */
public final class RtmpCounters {
    private final LongAdder connectionsOpened = new LongAdder();
    private final LongAdder publishesAccepted = new LongAdder();
    private final LongAdder publishesRefused = new LongAdder();
    private final LongAdder bytesReceived = new LongAdder();
    private final LongAdder messagesDropped = new LongAdder();
    private final Map<RtmpFault, LongAdder> faults = new EnumMap<>(RtmpFault.class);

    public RtmpCounters() {
        for (RtmpFault fault : RtmpFault.values()) {
            faults.put(fault, new LongAdder());
        }
    }

    void connectionOpened() {
        connectionsOpened.increment();
    }

    void publishAccepted() {
        publishesAccepted.increment();
    }

    void publishRefused() {
        publishesRefused.increment();
    }

    void received(long bytes) {
        bytesReceived.add(bytes);
    }

    void messageDropped() {
        messagesDropped.increment();
    }

    void fault(RtmpFault fault) {
        LongAdder counter = faults.get(fault);
        if (counter != null) {
            counter.increment();
        }
    }

    public long connectionsOpenedCount() {
        return connectionsOpened.sum();
    }

    public long publishesAcceptedCount() {
        return publishesAccepted.sum();
    }

    public long publishesRefusedCount() {
        return publishesRefused.sum();
    }

    public long receivedBytes() {
        return bytesReceived.sum();
    }

    public long messagesDroppedCount() {
        return messagesDropped.sum();
    }

    /** Bad connections by kind, all kinds present. */
    public Map<RtmpFault, Long> faultCounts() {
        Map<RtmpFault, Long> counts = new EnumMap<>(RtmpFault.class);
        faults.forEach((fault, counter) -> counts.put(fault, counter.sum()));
        return counts;
    }
}
