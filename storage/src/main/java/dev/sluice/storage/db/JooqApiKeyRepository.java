package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.API_KEY;

import dev.sluice.engine.port.ApiKeyRepository;
import java.time.Instant;
import org.jooq.DSLContext;

/** Hashes of the API keys in the table {@code api_key}. */
final class JooqApiKeyRepository implements ApiKeyRepository {
    private final DSLContext sql;

    JooqApiKeyRepository(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public boolean isEmpty() {
        return Statements.run("look for API keys", () -> !sql.fetchExists(API_KEY));
    }

    @Override
    public void add(String name, String keyHash, Instant now) {
        Statements.run("add the API key " + name, () -> sql.insertInto(API_KEY)
                .set(API_KEY.NAME, name)
                .set(API_KEY.KEY_HASH, keyHash)
                .set(API_KEY.CREATED_AT, now)
                .onConflict(API_KEY.KEY_HASH)
                .doNothing()
                .execute());
    }

    @Override
    public boolean contains(String keyHash) {
        return Statements.run("look up an API key", () -> sql.fetchExists(API_KEY, API_KEY.KEY_HASH.eq(keyHash)));
    }
}
