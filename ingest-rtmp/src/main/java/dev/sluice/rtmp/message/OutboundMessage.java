package dev.sluice.rtmp.message;

import dev.sluice.media.io.Payload;

/**
 * A message to the client.
 *
 * @param chunkStreamId 2 for protocol control, 3 and above for the rest
 * @param type see {@link MessageType}
 * @param timestampMs 0 to 2^32 - 1
 */
public record OutboundMessage(int chunkStreamId, int type, long timestampMs, int messageStreamId, Payload body) {}
