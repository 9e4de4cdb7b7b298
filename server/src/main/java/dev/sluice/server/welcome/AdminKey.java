package dev.sluice.server.welcome;

import dev.sluice.identity.Secrets;
import dev.sluice.identity.apikey.ApiKeys;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.life.DataDirectory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;

/**
 * The first admin key: the configured one, else one that is made when the database has none yet. A made key is kept in
 * the data directory, readable by its owner only; the database has hashes. A key that was revoked stays revoked.
 */
public final class AdminKey {
    static final String FILE = "api-key";

    private final SluiceConfig config;
    private final DataDirectory data;
    private final ApiKeys keys;

    @Inject
    AdminKey(SluiceConfig config, DataDirectory data, ApiKeys keys) {
        this.config = config;
        this.data = data;
        this.keys = keys;
    }

    /**
     * Makes sure that there is a key. Blocks on the database.
     *
     * @return the key, empty when only its hash is known here
     */
    public Optional<String> ensure() throws IOException {
        Optional<String> configured = config.api().key();
        if (configured.isPresent()) {
            keys.ensureAdmin("configured", configured.get());
            return configured;
        }
        Optional<String> kept = data.read(FILE);
        if (kept.isPresent()) {
            keys.ensureAdmin("first start", kept.get());
            return kept;
        }
        if (keys.exist()) {
            return Optional.empty();
        }
        String made = Secrets.generate(ApiKeys.PREFIX);
        data.write(FILE, made);
        keys.ensureAdmin("first start", made);
        return Optional.of(made);
    }
}
