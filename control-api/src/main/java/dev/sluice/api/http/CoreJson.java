package dev.sluice.api.http;

import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.core.spi.JsonFactory;
import io.vertx.core.spi.json.JsonCodec;

/**
 * Has JSON read and written by jackson-core everywhere. Without it Vert.x would take jackson-databind as soon as some
 * library brings it along, and bodies would be read by other rules. Found by name, through {@code META-INF/services}.
 */
public final class CoreJson implements JsonFactory {
    private final JacksonCodec codec = new JacksonCodec();

    @Override
    public JsonCodec codec() {
        return codec;
    }

    /** Before all others. */
    @Override
    public int order() {
        return Integer.MIN_VALUE;
    }
}
