package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.LOGIN_SESSION;
import static dev.sluice.storage.db.generated.Tables.REFRESH_TOKEN;

import dev.sluice.identity.token.RefreshTokenRepository;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Logins and refresh tokens. The row of a login is locked while its chain of tokens changes. */
final class JooqRefreshTokenRepository implements RefreshTokenRepository {
    private final DSLContext sql;

    JooqRefreshTokenRepository(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public void begin(UUID session, String tenant, UUID account, String tokenHash, Instant now, Instant expiresAt) {
        Statements.run(
                "begin a login of account " + account,
                () -> sql.transactionResult(work -> {
                    work.dsl()
                            .insertInto(LOGIN_SESSION)
                            .set(LOGIN_SESSION.ID, session)
                            .set(LOGIN_SESSION.TENANT, tenant)
                            .set(LOGIN_SESSION.ACCOUNT_ID, account)
                            .set(LOGIN_SESSION.CREATED_AT, now)
                            .set(LOGIN_SESSION.EXPIRES_AT, expiresAt)
                            .execute();
                    return addToken(work.dsl(), session, tokenHash, expiresAt);
                }));
    }

    @Override
    public Rotation rotate(String tokenHash, String successorHash, Instant now, Instant successorExpiresAt) {
        return Statements.run(
                "renew a login",
                () -> sql.transactionResult(work -> {
                    DSLContext in = work.dsl();
                    UUID session = in.select(REFRESH_TOKEN.SESSION_ID)
                            .from(REFRESH_TOKEN)
                            .where(REFRESH_TOKEN.TOKEN_HASH.eq(tokenHash))
                            .fetchOne(REFRESH_TOKEN.SESSION_ID);
                    Record login = session == null
                            ? null
                            : in.selectFrom(LOGIN_SESSION)
                                    .where(LOGIN_SESSION.ID.eq(session), LOGIN_SESSION.REVOKED_AT.isNull())
                                    .forUpdate()
                                    .fetchOne();
                    if (session == null || login == null) {
                        return new Rotation.Unknown();
                    }
                    Record token = in.selectFrom(REFRESH_TOKEN)
                            .where(REFRESH_TOKEN.TOKEN_HASH.eq(tokenHash))
                            .fetchSingle();
                    if (token.get(REFRESH_TOKEN.USED_AT) != null) {
                        end(in, session, now);
                        return new Rotation.Reused();
                    }
                    if (!now.isBefore(token.get(REFRESH_TOKEN.EXPIRES_AT))) {
                        return new Rotation.Unknown();
                    }
                    in.update(REFRESH_TOKEN)
                            .set(REFRESH_TOKEN.USED_AT, now)
                            .where(REFRESH_TOKEN.TOKEN_HASH.eq(tokenHash))
                            .execute();
                    in.update(LOGIN_SESSION)
                            .set(LOGIN_SESSION.EXPIRES_AT, successorExpiresAt)
                            .where(LOGIN_SESSION.ID.eq(session))
                            .execute();
                    addToken(in, session, successorHash, successorExpiresAt);
                    return new Rotation.Rotated(login.get(LOGIN_SESSION.TENANT), login.get(LOGIN_SESSION.ACCOUNT_ID));
                }));
    }

    @Override
    public boolean revoke(String tokenHash, Instant now) {
        return Statements.run(
                "end a login",
                () -> sql.update(LOGIN_SESSION)
                                .set(LOGIN_SESSION.REVOKED_AT, now)
                                .where(
                                        LOGIN_SESSION.ID.in(sql.select(REFRESH_TOKEN.SESSION_ID)
                                                .from(REFRESH_TOKEN)
                                                .where(REFRESH_TOKEN.TOKEN_HASH.eq(tokenHash))),
                                        LOGIN_SESSION.REVOKED_AT.isNull())
                                .execute()
                        == 1);
    }

    @Override
    public void revokeAll(String tenant, UUID account, Instant now) {
        Statements.run("end all logins of account " + account, () -> sql.update(LOGIN_SESSION)
                .set(LOGIN_SESSION.REVOKED_AT, now)
                .where(
                        LOGIN_SESSION.TENANT.eq(tenant),
                        LOGIN_SESSION.ACCOUNT_ID.eq(account),
                        LOGIN_SESSION.REVOKED_AT.isNull())
                .execute());
    }

    @Override
    public void deleteExpired(Instant now) {
        Statements.run("delete expired logins", () -> sql.deleteFrom(LOGIN_SESSION)
                .where(LOGIN_SESSION.EXPIRES_AT.le(now))
                .execute());
    }

    private static int addToken(DSLContext sql, UUID session, String tokenHash, Instant expiresAt) {
        return sql.insertInto(REFRESH_TOKEN)
                .set(REFRESH_TOKEN.TOKEN_HASH, tokenHash)
                .set(REFRESH_TOKEN.SESSION_ID, session)
                .set(REFRESH_TOKEN.EXPIRES_AT, expiresAt)
                .execute();
    }

    private static void end(DSLContext sql, UUID session, Instant now) {
        sql.update(LOGIN_SESSION)
                .set(LOGIN_SESSION.REVOKED_AT, now)
                .where(LOGIN_SESSION.ID.eq(session))
                .execute();
    }
}
