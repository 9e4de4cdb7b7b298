package dev.sluice.storage.db;

import static dev.sluice.storage.db.generated.Tables.ACCOUNT;
import static dev.sluice.storage.db.generated.Tables.BACKUP_CODE;

import dev.sluice.identity.account.Account;
import dev.sluice.identity.account.AccountRepository;
import dev.sluice.identity.account.Profile;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Accounts and their second factors. Every change is one UPDATE whose condition is the rule. */
final class JooqAccountRepository implements AccountRepository {
    private final DSLContext sql;

    JooqAccountRepository(DSLContext sql) {
        this.sql = sql;
    }

    @Override
    public boolean add(Account account) {
        Profile profile = account.profile();
        return Statements.run(
                "add " + account,
                () -> sql.insertInto(ACCOUNT)
                                .set(ACCOUNT.ID, account.id())
                                .set(ACCOUNT.TENANT, account.tenant())
                                .set(ACCOUNT.USERNAME, account.username())
                                .set(ACCOUNT.EMAIL, account.email())
                                .set(ACCOUNT.PASSWORD_HASH, account.passwordHash())
                                .set(ACCOUNT.FULL_NAME, profile.fullName())
                                .set(ACCOUNT.DATE_OF_BIRTH, account.dateOfBirth())
                                .set(ACCOUNT.BIO, profile.bio())
                                .set(ACCOUNT.WEBSITE, profile.website())
                                .set(ACCOUNT.AVATAR_URL, profile.avatarUrl())
                                .set(ACCOUNT.IS_VERIFIED, account.verified())
                                .set(ACCOUNT.ROLE, account.role())
                                .set(ACCOUNT.TIER, account.tier())
                                .set(ACCOUNT.CREATED_AT, account.createdAt())
                                .set(ACCOUNT.UPDATED_AT, account.updatedAt())
                                .onConflictDoNothing()
                                .execute()
                        == 1);
    }

    @Override
    public Optional<Account> find(String tenant, UUID id) {
        return Statements.run(
                "find account " + id,
                () -> sql.selectFrom(ACCOUNT).where(one(tenant, id)).fetchOptional(JooqAccountRepository::toAccount));
    }

    @Override
    public Optional<Account> findByLogin(String tenant, String login) {
        String small = login.toLowerCase(Locale.ROOT);
        // A username has no @, so that a login is one of the two and one row at most.
        Condition named = login.contains("@")
                ? DSL.lower(ACCOUNT.EMAIL).eq(small)
                : DSL.lower(ACCOUNT.USERNAME).eq(small);
        return Statements.run("find an account by its name", () -> sql.selectFrom(ACCOUNT)
                .where(ACCOUNT.TENANT.eq(tenant), named)
                .fetchOptional(JooqAccountRepository::toAccount));
    }

    @Override
    public Optional<Account> updateProfile(String tenant, UUID id, UnaryOperator<Profile> change, Instant now) {
        return Statements.run(
                "update account " + id,
                () -> sql.transactionResult(work -> {
                    Optional<Account> before = work.dsl()
                            .selectFrom(ACCOUNT)
                            .where(one(tenant, id))
                            .forUpdate()
                            .fetchOptional(JooqAccountRepository::toAccount);
                    if (before.isEmpty()) {
                        return before;
                    }
                    Profile profile = change.apply(before.get().profile());
                    return work.dsl()
                            .update(ACCOUNT)
                            .set(ACCOUNT.FULL_NAME, profile.fullName())
                            .set(ACCOUNT.BIO, profile.bio())
                            .set(ACCOUNT.WEBSITE, profile.website())
                            .set(ACCOUNT.AVATAR_URL, profile.avatarUrl())
                            .set(ACCOUNT.UPDATED_AT, now)
                            .where(one(tenant, id))
                            .returning()
                            .fetchOptional(JooqAccountRepository::toAccount);
                }));
    }

    @Override
    public void setPasswordHash(String tenant, UUID id, String passwordHash) {
        Statements.run("rehash the password of account " + id, () -> sql.update(ACCOUNT)
                .set(ACCOUNT.PASSWORD_HASH, passwordHash)
                .where(one(tenant, id))
                .execute());
    }

    @Override
    public boolean prepareTotp(String tenant, UUID id, String secret, Collection<String> backupCodeHashes) {
        return Statements.run(
                "prepare the second factor of account " + id,
                () -> sql.transactionResult(work -> {
                    int prepared = work.dsl()
                            .update(ACCOUNT)
                            .set(ACCOUNT.TOTP_SECRET, secret)
                            .set(ACCOUNT.TOTP_LAST_STEP, 0L)
                            .where(one(tenant, id), ACCOUNT.TOTP_ACTIVE.isFalse())
                            .execute();
                    if (prepared == 0) {
                        return false;
                    }
                    work.dsl()
                            .deleteFrom(BACKUP_CODE)
                            .where(BACKUP_CODE.TENANT.eq(tenant), BACKUP_CODE.ACCOUNT_ID.eq(id))
                            .execute();
                    for (String codeHash : backupCodeHashes) {
                        work.dsl()
                                .insertInto(BACKUP_CODE)
                                .set(BACKUP_CODE.TENANT, tenant)
                                .set(BACKUP_CODE.ACCOUNT_ID, id)
                                .set(BACKUP_CODE.CODE_HASH, codeHash)
                                .execute();
                    }
                    return true;
                }));
    }

    @Override
    public void removeTotp(String tenant, UUID id) {
        Statements.run(
                "remove the second factor of account " + id,
                () -> sql.transactionResult(work -> {
                    work.dsl()
                            .deleteFrom(BACKUP_CODE)
                            .where(BACKUP_CODE.TENANT.eq(tenant), BACKUP_CODE.ACCOUNT_ID.eq(id))
                            .execute();
                    return work.dsl()
                            .update(ACCOUNT)
                            .setNull(ACCOUNT.TOTP_SECRET)
                            .set(ACCOUNT.TOTP_ACTIVE, false)
                            .where(one(tenant, id))
                            .execute();
                }));
    }

    @Override
    public boolean useTotpStep(String tenant, UUID id, String secret, long step) {
        return Statements.run(
                "use a code of account " + id,
                () -> sql.update(ACCOUNT)
                                .set(ACCOUNT.TOTP_LAST_STEP, step)
                                .set(ACCOUNT.TOTP_ACTIVE, true)
                                .where(one(tenant, id), ACCOUNT.TOTP_SECRET.eq(secret), ACCOUNT.TOTP_LAST_STEP.lt(step))
                                .execute()
                        == 1);
    }

    @Override
    public boolean useBackupCode(String tenant, UUID id, String codeHash) {
        return Statements.run(
                "use a backup code of account " + id,
                () -> sql.deleteFrom(BACKUP_CODE)
                                .where(
                                        BACKUP_CODE.TENANT.eq(tenant),
                                        BACKUP_CODE.ACCOUNT_ID.eq(id),
                                        BACKUP_CODE.CODE_HASH.eq(codeHash))
                                .execute()
                        == 1);
    }

    private static Condition one(String tenant, UUID id) {
        return ACCOUNT.TENANT.eq(tenant).and(ACCOUNT.ID.eq(id));
    }

    private static Account toAccount(Record row) {
        String totpSecret = row.get(ACCOUNT.TOTP_SECRET);
        return new Account(
                row.get(ACCOUNT.ID),
                row.get(ACCOUNT.TENANT),
                row.get(ACCOUNT.USERNAME),
                row.get(ACCOUNT.EMAIL),
                row.get(ACCOUNT.PASSWORD_HASH),
                new Profile(
                        row.get(ACCOUNT.FULL_NAME),
                        row.get(ACCOUNT.BIO),
                        row.get(ACCOUNT.WEBSITE),
                        row.get(ACCOUNT.AVATAR_URL)),
                row.get(ACCOUNT.DATE_OF_BIRTH),
                row.get(ACCOUNT.IS_VERIFIED),
                row.get(ACCOUNT.ROLE),
                row.get(ACCOUNT.TIER),
                totpSecret == null ? null : new Account.TotpState(totpSecret, row.get(ACCOUNT.TOTP_ACTIVE)),
                row.get(ACCOUNT.CREATED_AT),
                row.get(ACCOUNT.UPDATED_AT));
    }
}
