package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.IDEMPOTENCY_KEY;

import dev.sluice.identity.IdempotencyStore;
import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The table {@code idempotency_key}. A claim is one INSERT, so of two equal requests at once one wins. */
final class JooqIdempotencyStore implements IdempotencyStore {
    private final DSLContext sql;

    JooqIdempotencyStore(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Known> claim(
            String keyHash, String requestHash, Instant now, Instant claimUntil, Instant keepUntil) {
        return Statements.run("claim an idempotency key", () -> {
            int claimed = sql.insertInto(IDEMPOTENCY_KEY)
                    .set(IDEMPOTENCY_KEY.KEY_HASH, keyHash)
                    .set(IDEMPOTENCY_KEY.REQUEST_HASH, requestHash)
                    .set(IDEMPOTENCY_KEY.CLAIMED_UNTIL, claimUntil)
                    .set(IDEMPOTENCY_KEY.KEEP_UNTIL, keepUntil)
                    .onConflict(IDEMPOTENCY_KEY.KEY_HASH)
                    .doUpdate()
                    .set(IDEMPOTENCY_KEY.REQUEST_HASH, requestHash)
                    .set(IDEMPOTENCY_KEY.CLAIMED_UNTIL, claimUntil)
                    .set(IDEMPOTENCY_KEY.KEEP_UNTIL, keepUntil)
                    .setNull(IDEMPOTENCY_KEY.SEALED_ANSWER)
                    .where(IDEMPOTENCY_KEY
                            .KEEP_UNTIL
                            .le(now)
                            .or(IDEMPOTENCY_KEY.SEALED_ANSWER.isNull().and(IDEMPOTENCY_KEY.CLAIMED_UNTIL.le(now))))
                    .execute();
            if (claimed > 0) {
                return Optional.<Known>empty();
            }
            return sql.selectFrom(IDEMPOTENCY_KEY)
                    .where(IDEMPOTENCY_KEY.KEY_HASH.eq(keyHash))
                    .fetchOptional(row -> new Known(
                            row.get(IDEMPOTENCY_KEY.REQUEST_HASH),
                            Optional.ofNullable(row.get(IDEMPOTENCY_KEY.SEALED_ANSWER))))
                    // Released between the two statements: as good as under way, the client tries again.
                    .or(() -> Optional.of(new Known(requestHash, Optional.empty())));
        });
    }

    @Override
    public void complete(String keyHash, byte[] sealedAnswer) {
        Statements.run("keep the answer of an idempotent request", () -> sql.update(IDEMPOTENCY_KEY)
                .set(IDEMPOTENCY_KEY.SEALED_ANSWER, sealedAnswer)
                .where(IDEMPOTENCY_KEY.KEY_HASH.eq(keyHash))
                .execute());
    }

    @Override
    public void release(String keyHash) {
        Statements.run("release an idempotency key", () -> sql.deleteFrom(IDEMPOTENCY_KEY)
                .where(IDEMPOTENCY_KEY.KEY_HASH.eq(keyHash), IDEMPOTENCY_KEY.SEALED_ANSWER.isNull())
                .execute());
    }

    @Override
    public int sweep(Instant now, int limit) {
        return Statements.run("delete old idempotency keys", () -> sql.deleteFrom(IDEMPOTENCY_KEY)
                .where(IDEMPOTENCY_KEY.KEY_HASH.in(DSL.select(IDEMPOTENCY_KEY.KEY_HASH)
                        .from(IDEMPOTENCY_KEY)
                        .where(IDEMPOTENCY_KEY.KEEP_UNTIL.le(now))
                        .limit(limit)))
                .execute());
    }
}
