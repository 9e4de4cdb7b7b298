package dev.sluice.rtmp.session;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Bounds the connections that are open at the same time. Thread-safe. */
public final class ConnectionLimiter {
    private final int maxTotal;
    private final int maxPerAddress;
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private int total;

    public ConnectionLimiter(int maxTotal, int maxPerAddress) {
        this.maxTotal = maxTotal;
        this.maxPerAddress = maxPerAddress;
    }

    /** @return false when there is no room; else {@link #leave} must follow once */
    synchronized boolean tryEnter(InetAddress address) {
        int fromAddress = perAddress.getOrDefault(address, 0);
        if (total >= maxTotal || fromAddress >= maxPerAddress) {
            return false;
        }
        total++;
        perAddress.put(address, fromAddress + 1);
        return true;
    }

    synchronized void leave(InetAddress address) {
        total--;
        perAddress.computeIfPresent(address, (ignored, count) -> count == 1 ? null : count - 1);
    }

    public synchronized int openCount() {
        return total;
    }
}
