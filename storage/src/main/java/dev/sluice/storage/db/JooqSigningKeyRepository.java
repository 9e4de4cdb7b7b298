package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.SIGNING_KEY;

import dev.sluice.identity.token.SigningKeyRecord;
import dev.sluice.identity.token.SigningKeyRepository;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The keys that sign tokens. */
final class JooqSigningKeyRepository implements SigningKeyRepository {
    /** Of PostgreSQL's advisory locks; any number that nothing else in this database takes. */
    private static final long ROTATION_LOCK = 0x736c_7569_6365_6b31L;

    private final DSLContext sql;

    JooqSigningKeyRepository(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public List<SigningKeyRecord> all() {
        return Statements.run("read the signing keys", () -> sql.selectFrom(SIGNING_KEY)
                .orderBy(SIGNING_KEY.CREATED_AT.desc(), SIGNING_KEY.KID)
                .fetch(row -> new SigningKeyRecord(
                        row.get(SIGNING_KEY.KID), row.get(SIGNING_KEY.PRIVATE_JWK), row.get(SIGNING_KEY.CREATED_AT))));
    }

    @Override
    public void addUnlessNewerThan(Instant limit, SigningKeyRecord key) {
        Statements.run(
                "add " + key,
                () -> sql.transactionResult(work -> {
                    work.dsl()
                            .select(DSL.function("pg_advisory_xact_lock", Object.class, DSL.val(ROTATION_LOCK)))
                            .execute();
                    if (work.dsl().fetchExists(SIGNING_KEY, SIGNING_KEY.CREATED_AT.gt(limit))) {
                        return 0;
                    }
                    return work.dsl()
                            .insertInto(SIGNING_KEY)
                            .set(SIGNING_KEY.KID, key.kid())
                            .set(SIGNING_KEY.PRIVATE_JWK, key.privateJwk())
                            .set(SIGNING_KEY.CREATED_AT, key.createdAt())
                            .execute();
                }));
    }

    @Override
    public void deleteCreatedBefore(Instant limit) {
        Statements.run("delete old signing keys", () -> sql.deleteFrom(SIGNING_KEY)
                .where(SIGNING_KEY.CREATED_AT.lt(limit))
                .execute());
    }
}
