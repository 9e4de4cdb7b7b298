package dev.sluice.api.ws;

import java.time.Duration;
import java.util.List;

/**
 * Bounds of sockets.
 *
 * @param origins web origins whose pages may connect, {@code *} for all
 * @param maxConnections open at the same time at this node; more are refused
 * @param authenticationTimeout how long a socket may stay without a credential
 * @param messagesPerSecond that a client may send in the long run, and twice that at once
 * @param queueMessages that may wait for a slow reader
 * @param queueBytes that may wait for a slow reader
 * @param maxSubscriptions of one socket
 */
public record SocketSettings(
        List<String> origins,
        int maxConnections,
        Duration authenticationTimeout,
        int messagesPerSecond,
        int queueMessages,
        long queueBytes,
        int maxSubscriptions) {
    public static final SocketSettings DEFAULTS =
            new SocketSettings(List.of("*"), 10_000, Duration.ofSeconds(10), 20, 2_000, 1024 * 1024, 100);

    public SocketSettings {
        origins = List.copyOf(origins);
        if (maxConnections < 1 || messagesPerSecond < 1 || maxSubscriptions < 1) {
            throw new IllegalArgumentException("at least one connection, message and subscription is needed");
        }
        if (queueMessages < 1 || queueBytes < 1) {
            throw new IllegalArgumentException("a queue needs room for a message");
        }
    }
}
