package dev.sluice.rtmp;

import java.time.Duration;

/**
 * How the RTMP server listens and what it allows.
 *
 * @param host address to bind to
 * @param port TCP port, 0 for any free one
 * @param app application path of the server URL, {@code rtmp://host/app}
 * @param eventLoopThreads threads that serve all connections
 * @param maxConnections open at the same time, in total
 * @param maxConnectionsPerAddress open at the same time from one IP address
 * @param setupTimeout from the accepted socket to the publish command
 * @param firstPacketTimeout from the permission to publish to the first usable track
 * @param idleTimeout longest silence of a publisher
 */
public record RtmpSettings(
        String host,
        int port,
        String app,
        int eventLoopThreads,
        int maxConnections,
        int maxConnectionsPerAddress,
        Duration setupTimeout,
        Duration firstPacketTimeout,
        Duration idleTimeout) {
    public static final int DEFAULT_PORT = 1935;
    public static final String DEFAULT_APP = "live";

    private static final int MAX_PORT = 65_535;

    public RtmpSettings {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        if (eventLoopThreads < 1 || maxConnections < 1 || maxConnectionsPerAddress < 1) {
            throw new IllegalArgumentException("event loops and connection limits must be at least 1");
        }
        if (!setupTimeout.isPositive() || !firstPacketTimeout.isPositive() || !idleTimeout.isPositive()) {
            throw new IllegalArgumentException("time limits must be positive");
        }
    }

    /** All interfaces, port 1935, application {@code live}, and limits that suit one machine. */
    public static RtmpSettings defaults() {
        return new RtmpSettings(
                "0.0.0.0",
                DEFAULT_PORT,
                DEFAULT_APP,
                Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4),
                /* maxConnections= */ 2_000,
                /* maxConnectionsPerAddress= */ 200,
                /* setupTimeout= */ Duration.ofSeconds(10),
                /* firstPacketTimeout= */ Duration.ofSeconds(20),
                /* idleTimeout= */ Duration.ofSeconds(10));
    }

    public RtmpSettings withAddress(String newHost, int newPort) {
        return new RtmpSettings(
                newHost,
                newPort,
                app,
                eventLoopThreads,
                maxConnections,
                maxConnectionsPerAddress,
                setupTimeout,
                firstPacketTimeout,
                idleTimeout);
    }
}
