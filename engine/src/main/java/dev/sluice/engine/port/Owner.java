package dev.sluice.engine.port;

/**
 * Whose a stream, an upload or an asset is.
 *
 * @param tenant nobody of another tenant ever sees it
 * @param id of the owner within the tenant, as identity names it
 */
public record Owner(String tenant, String id) {}
