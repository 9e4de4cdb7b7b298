package dev.sluice.rtmp.session;

import java.time.Duration;

/**
 * What one connection must keep to.
 *
 * @param app the application path that clients connect to, {@code live} in {@code rtmp://host/live}
 * @param setupTimeout from the accepted socket to the publish command, in total, however slowly bytes trickle
 * @param firstPacketTimeout from Publish.Start to the first usable track
 * @param idleTimeout longest silence of a publisher afterwards
 */
public record SessionSettings(String app, Duration setupTimeout, Duration firstPacketTimeout, Duration idleTimeout) {}
