package dev.sluice.engine.port;

/**
 * What a store keeps beside an object's bytes.
 *
 * @param contentType a media type
 * @param cacheControl an HTTP Cache-Control value
 */
public record ObjectMetadata(String contentType, String cacheControl) {}
