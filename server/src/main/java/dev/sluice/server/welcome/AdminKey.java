package dev.sluice.server.welcome;

import dev.sluice.engine.port.ApiKeyRepository;
import dev.sluice.identity.Secrets;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.DataDirectory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

/**
 * The first admin key: the configured one, else one that is made when the database has none yet. A made key is kept in
 * the data directory, readable by its owner only; the database has hashes.
 */
public final class AdminKey {
    static final String FILE = "api-key";
    private static final String PREFIX = "sk_";
    private static final int KEY_BYTES = 24;

    private final SluiceConfig config;
    private final DataDirectory data;
    private final ApiKeyRepository keys;
    private final Clock clock;

    @Inject
    AdminKey(SluiceConfig config, DataDirectory data, ApiKeyRepository keys, Clock clock) {
        this.config = config;
        this.data = data;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Makes sure that there is a key. Blocks on the database.
     *
     * @return the key, empty when only its hash is known here
     */
    public Optional<String> ensure() throws IOException {
        Optional<String> configured = config.api().key();
        if (configured.isPresent()) {
            add("configured", configured.get());
            return configured;
        }
        Optional<String> kept = data.read(FILE);
        if (kept.isPresent()) {
            add("first start", kept.get());
            return kept;
        }
        if (!keys.isEmpty()) {
            return Optional.empty();
        }
        String made = generate();
        data.write(FILE, made);
        add("first start", made);
        return Optional.of(made);
    }

    private void add(String name, String key) {
        keys.add(name, Secrets.hash(key), clock.instant());
    }

    private static String generate() {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
