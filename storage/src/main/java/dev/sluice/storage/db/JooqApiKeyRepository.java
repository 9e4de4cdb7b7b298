package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.API_KEY;

import dev.sluice.identity.Scope;
import dev.sluice.identity.apikey.ApiKeyPage;
import dev.sluice.identity.apikey.ApiKeyRecord;
import dev.sluice.identity.apikey.ApiKeyRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** API keys in the table {@code api_key}. */
final class JooqApiKeyRepository implements ApiKeyRepository {
    private static final int MAX_PAGE_ROWS = 100;

    private final DSLContext sql;

    JooqApiKeyRepository(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public boolean isEmpty() {
        return Statements.run("look for API keys", () -> !sql.fetchExists(API_KEY));
    }

    @Override
    public void add(ApiKeyRecord key, String keyHash) {
        Statements.run(
                "add the API key " + key.id(),
                () -> sql.transactionResult(work -> {
                    TenantRows.ensure(work.dsl(), key.tenant(), key.createdAt());
                    return work.dsl()
                            .insertInto(API_KEY)
                            .set(API_KEY.ID, key.id())
                            .set(API_KEY.TENANT, key.tenant())
                            .set(API_KEY.OWNER, key.owner())
                            .set(API_KEY.NAME, key.name())
                            .set(API_KEY.ROLE, key.role())
                            .set(
                                    API_KEY.SCOPES,
                                    key.scopes().stream()
                                            .sorted()
                                            .map(Scope::text)
                                            .toArray(String[]::new))
                            .set(API_KEY.TIER, key.tier())
                            .set(API_KEY.PREFIX, key.prefix())
                            .set(API_KEY.KEY_HASH, keyHash)
                            .set(API_KEY.CREATED_AT, key.createdAt())
                            .onConflict(API_KEY.KEY_HASH)
                            .doNothing()
                            .execute();
                }));
    }

    @Override
    public Optional<ApiKeyRecord> findActive(String keyHash) {
        return Statements.run("look up an API key", () -> sql.selectFrom(API_KEY)
                .where(API_KEY.KEY_HASH.eq(keyHash), API_KEY.REVOKED_AT.isNull())
                .fetchOptional(JooqApiKeyRepository::toRecord));
    }

    @Override
    public ApiKeyPage list(String tenant, int page, int limit) {
        if (page < 1 || limit < 1 || limit > MAX_PAGE_ROWS) {
            throw new IllegalArgumentException("page " + page + " of " + limit + " rows");
        }
        Condition wanted = API_KEY.TENANT.eq(tenant).and(API_KEY.REVOKED_AT.isNull());
        return Statements.run("list API keys", () -> {
            long total = sql.fetchCount(API_KEY, wanted);
            List<ApiKeyRecord> keys = sql.selectFrom(API_KEY)
                    .where(wanted)
                    .orderBy(API_KEY.CREATED_AT.desc(), API_KEY.ID.desc())
                    .limit(limit)
                    .offset((page - 1L) * limit)
                    .fetch(JooqApiKeyRepository::toRecord);
            return new ApiKeyPage(keys, total);
        });
    }

    @Override
    public Optional<String> revoke(String tenant, UUID id, Instant now) {
        return Statements.run("revoke the API key " + id, () -> sql.update(API_KEY)
                .set(API_KEY.REVOKED_AT, now)
                .where(API_KEY.TENANT.eq(tenant), API_KEY.ID.eq(id), API_KEY.REVOKED_AT.isNull())
                .returning(API_KEY.KEY_HASH)
                .fetchOptional(API_KEY.KEY_HASH));
    }

    @Override
    public void recordUse(Map<UUID, Instant> lastUsed) {
        List<Query> updates = new ArrayList<>();
        lastUsed.forEach((id, time) -> updates.add(sql.update(API_KEY)
                .set(API_KEY.LAST_USED_AT, DSL.greatest(API_KEY.LAST_USED_AT, DSL.val(time)))
                .where(API_KEY.ID.eq(id))));
        Statements.run("note the use of API keys", () -> sql.batch(updates).execute());
    }

    private static ApiKeyRecord toRecord(Record row) {
        return new ApiKeyRecord(
                row.get(API_KEY.ID),
                row.get(API_KEY.TENANT),
                row.get(API_KEY.OWNER),
                row.get(API_KEY.NAME),
                row.get(API_KEY.ROLE),
                Arrays.stream(row.get(API_KEY.SCOPES))
                        .flatMap(scope -> Scope.of(scope).stream())
                        .collect(Collectors.toUnmodifiableSet()),
                row.get(API_KEY.TIER),
                row.get(API_KEY.PREFIX),
                row.get(API_KEY.CREATED_AT),
                row.get(API_KEY.LAST_USED_AT),
                row.get(API_KEY.REVOKED_AT));
    }
}
