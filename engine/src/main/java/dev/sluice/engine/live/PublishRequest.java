package dev.sluice.engine.live;

/**
 * A client that wants to publish.
 *
 * @param protocol for logs and statistics, {@code rtmp}
 * @param streamKey the secret, as the client sent it, unchecked
 * @param remoteAddress host and port of the client
 * @param userAgent what the client calls itself, possibly empty, unchecked
 * @param connection how the engine reaches back to the client
 */
public record PublishRequest(
        String protocol, String streamKey, String remoteAddress, String userAgent, PublisherConnection connection) {
    @Override
    public String toString() {
        return "PublishRequest[" + protocol + " from " + remoteAddress + ", key masked]";
    }
}
