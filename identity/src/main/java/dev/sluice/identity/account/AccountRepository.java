package dev.sluice.identity.account;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Accounts in the database. Blocks; called on virtual threads only. */
public interface AccountRepository {
    /**
     * Adds an account.
     *
     * @return false when its tenant has one with the same username or email
     */
    boolean add(Account account);

    Optional<Account> find(String tenant, UUID id);

    /** By username or email, without regard to case. */
    Optional<Account> findByLogin(String tenant, String login);

    /**
     * Changes a profile, alone on its account.
     *
     * @return empty when there is no such account
     */
    Optional<Account> updateProfile(String tenant, UUID id, UnaryOperator<Profile> change, Instant now);

    void setPasswordHash(String tenant, UUID id, String passwordHash);

    /**
     * Keeps a second factor that is not active yet, in place of an earlier one like it, with the hashes of its backup
     * codes.
     *
     * @return false when the account has an active one
     */
    boolean prepareTotp(String tenant, UUID id, String secret, Collection<String> backupCodeHashes);

    /** Forgets the second factor and its backup codes. */
    void removeTotp(String tenant, UUID id);

    /**
     * Uses up the code of a time step, and activates the second factor.
     *
     * @param step counted from the epoch
     * @return false when this step or a later one was used before
     */
    boolean useTotpStep(String tenant, UUID id, String secret, long step);

    /**
     * Uses up a backup code of an active second factor.
     *
     * @return false when there is no such code any more
     */
    boolean useBackupCode(String tenant, UUID id, String codeHash);
}
