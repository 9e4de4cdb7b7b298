package dev.sluice.engine.port;

/**
 * A durable part of an object that is written in parts.
 *
 * @param etag as the store gave it, opaque
 */
public record PartReceipt(int partNumber, long sizeBytes, String etag) {}
