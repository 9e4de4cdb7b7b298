package dev.sluice.identity.issuer;

import java.io.IOException;
import java.net.URI;

/** Gets the text of a JWK set. Blocks for a bounded time and reads a bounded length. */
@FunctionalInterface
public interface JwksFetcher {
    String fetch(URI url) throws IOException;
}
