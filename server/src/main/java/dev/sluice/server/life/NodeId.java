package dev.sluice.server.life;

import dev.sluice.server.config.SluiceConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;

/** This server's name among others on the same database: the configured one, else one that its directory keeps. */
@Singleton
public final class NodeId {
    private static final String FILE = "node-id";

    private final String text;

    @Inject
    NodeId(SluiceConfig config, DataDirectory data) {
        text = config.node().id().orElseGet(() -> kept(data));
    }

    public String text() {
        return text;
    }

    private static String kept(DataDirectory data) {
        try {
            Optional<String> known = data.read(FILE);
            if (known.isPresent()) {
                return known.get();
            }
            String made = UUID.randomUUID().toString();
            data.write(FILE, made);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("the node's name cannot be kept in " + data.path(FILE), e);
        }
    }
}
